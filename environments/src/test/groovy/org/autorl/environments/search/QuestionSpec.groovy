package org.autorl.environments.search

import com.fasterxml.jackson.databind.ObjectMapper
import spock.lang.Specification

class QuestionSpec extends Specification {
    static row(Map fields) { new ObjectMapper().valueToTree(fields) }

    def "a row of the data set is a question with its answers: #row"() {
        expect:
        Question.of(QuestionSpec.row(row)) == question
        where:
        row                                                                                            || question
        [problem: 'Who?', problem_category: 'Arts', answer: 'Ada, Countess', answer_type: 'Single Answer'] || new Question('Who?', true, ['Ada, Countess'])
        [problem: 'Which?', answer: 'a b, c; d', answer_type: 'Set Answer']                            || new Question('Which?', false, ['a b', 'c', 'd'])
        [problem: 'Which?', answers: ['Washington, D.C.', 'Lima'], answer_type: 'Set Answer']          || new Question('Which?', false, ['Washington, D.C.', 'Lima'])
    }

    def "a row of another form is refused: #row"() {
        when:
        Question.of(QuestionSpec.row(row))

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        row                                                        || message
        [problem: 'Who?', answer: 'Ada']                           || 'a question has `problem`, `answer`, and `answer_type`, `Single Answer` or `Set Answer`'
        [problem: 'Who?', answer: '', answer_type: 'Set Answer']   || 'a question needs its answers: Who?'
    }

    def "of a set, what is given and what is right must be the same: #answer"() {
        expect:
        new Question('Which?', false, ['Bosnia and Herzegovina', 'Hungary', 'Serbia']).judged(answer) == judgement
        where:
        answer                                           || judgement
        'Serbia, hungary, and Bosnia and Herzegovina'    || new Question.Judgement(1, 1, 1, true)
        'Hungary; Serbia; Bosnia and Herzegovina; Malta' || new Question.Judgement(3 / 4, 1, 6 / 7d, false)
        'Hungary'                                        || new Question.Judgement(1, 1 / 3d, 0.5, false)
        'Malta'                                          || new Question.Judgement(0, 0, 0, false)
        ''                                               || new Question.Judgement(0, 0, 0, false)
        ' , and '                                        || new Question.Judgement(0, 0, 0, false)
    }

    def "a single answer is right or wrong: #answer"() {
        expect:
        new Question('Who?', true, ['Ada Lovelace']).judged(answer).success() == right
        where:
        answer               || right
        ' ada  LOVELACE. '   || true
        'Ada'                || false
        'Ada Lovelace, Bo'   || false
        ''                   || false
    }
}
