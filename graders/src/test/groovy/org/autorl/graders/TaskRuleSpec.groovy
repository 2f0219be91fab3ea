package org.autorl.graders

import org.autorl.records.AnswerForm
import spock.lang.Specification

/** The rules that tasks state, in the forms in which they state them. */
class TaskRuleSpec extends Specification {
    static final AnswerForm MARKED = new AnswerForm.NumberAfterMark(1e-6d)

    def "a stated rule says of '#completion' where #gold is the answer: #right"() {
        expect:
        AnswerRule.of(form, ['\n\n']).right(completion, gold) == right

        where:
        form                                              | completion           | gold    || right
        MARKED                                            | '2 + 2 = 4. #### 4'  | '4'     || true
        MARKED                                            | '2 + 2 = 4.'         | '4'     || false
        MARKED                                            | '#### 4\n\n#### 5'   | '4'     || true
        MARKED                                            | '#### 5\n\n#### 4'   | '4'     || false
        MARKED                                            | ' #### '             | '4'     || false
        MARKED                                            | '#### 1,234'         | '1234'  || true
        MARKED                                            | '#### 1234.0'        | '1234'  || true
        MARKED                                            | '#### 1234 apples'   | '1234'  || true
        MARKED                                            | '#### 12 #### 1234'  | '1234'  || true
        MARKED                                            | '#### -1234'         | '1234'  || false
        MARKED                                            | '#### none'          | '1234'  || false
        MARKED                                            | ''                   | '1234'  || false
        new AnswerForm.LastNumber(0.5d)                   | 'about 4.4'          | '4'     || true
        new AnswerForm.LastNumber(0.3d)                   | 'about 4.4'          | '4'     || false
        new AnswerForm.Choice()                           | 'The answer is (B).' | 'B'     || true
        new AnswerForm.Choice()                           | 'The answer is (B).' | 'C'     || false
        new AnswerForm.Text(false)                        | ' Paris\n'           | 'Paris' || true
        new AnswerForm.Text(false)                        | 'PARIS'              | 'Paris' || false
        new AnswerForm.Text(true)                         | 'PARIS'              | 'Paris' || true
        new AnswerForm.Pattern('capital is (\\w+)', false) | 'The capital is Rome, yes' | 'Rome' || true
        new AnswerForm.Pattern('capital is (\\w+)', false) | 'The capital is rome'      | 'Rome' || false
        new AnswerForm.Pattern('capital is (\\w+)', true)  | 'The capital is rome'      | 'Rome' || true
    }
}
