package org.autorl.graders

import spock.lang.Specification

/** The rule that word problems are graded by. */
class TaskRuleSpec extends Specification {
    AnswerRule rule = AnswerRule.exactMatch(['\n\n'])

    def "of `#completion` the answer #verdict 1234"() {
        expect:
        rule.right(completion, '1234') == right

        where:
        completion                            | right
        ' 1000 + 234 = 1234. #### 1234'       | true
        '#### 1,234'                          | true
        '#### 1234.0'                         | true
        '#### 1234 apples'                    | true
        '#### 12 #### 1234'                   | true
        '#### -1234'                          | false
        '1234'                                | false
        '####'                                | false
        '#### none'                           | false
        ''                                    | false
        '#### 12\n\n#### 1234'                 | false
        verdict = right ? 'is' : 'is not'
    }
}
