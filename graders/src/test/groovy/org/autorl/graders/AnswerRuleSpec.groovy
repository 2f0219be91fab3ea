package org.autorl.graders

import org.autorl.graders.Equality.SameNumber
import org.autorl.graders.Equality.SameText
import org.autorl.graders.Extraction.ChoiceLetter
import org.autorl.graders.Extraction.LastNumber
import org.autorl.graders.Extraction.WholeText
import spock.lang.Specification

class AnswerRuleSpec extends Specification {

    def "by GSM8K's rule '#completion' is right: #right"() {
        expect:
        AnswerRule.gsm8k().right(completion, '1,080') == right

        where:
        completion                                    || right
        ' 54 * 20 = 1080. #### 1080'                  || true
        '#### $1,080.00.'                             || true
        '#### 1080.0000005'                           || true
        '#### 1080.00001'                             || false
        '#### 1080\n\nQuestion: Ben has 3.\n#### 3'   || true
        'Question: Ben has 3.\n#### 1080'             || false
        '1080'                                        || false
        ''                                            || false
    }

    def "the earliest stop text ends the completion, whatever their order"() {
        given:
        def one = new AnswerRule(new LastNumber(), SameNumber.exactly(), ['\n', 'Q:'])
        def other = new AnswerRule(new LastNumber(), SameNumber.exactly(), ['Q:', '\n'])

        expect:
        [one, other].every { it.answer('7 Q: 8\n9') == Optional.of('7') }
        [one, other].every { it.answer('7 \n 8 Q: 9') == Optional.of('7') }
        new AnswerRule(new LastNumber(), SameNumber.exactly(), []).answer('7 Q: 8\n9') == Optional.of('9')
    }

    def "choices and texts are compared as their rules say"() {
        expect:
        new AnswerRule(new ChoiceLetter(), new SameText(false), []).right('I take (B)', 'B')
        !new AnswerRule(new ChoiceLetter(), new SameText(false), []).right('I take (B)', 'C')
        new AnswerRule(new WholeText(), new SameText(true), []).right(' paris\n', 'Paris')
    }

    def "a completion without an answer is wrong even where the gold answer is empty"() {
        expect:
        !new AnswerRule(new WholeText(), new SameText(false), []).right('  ', '')
    }

    def "a gold answer that no completion can equal is an error even without an answer"() {
        when:
        AnswerRule.gsm8k().right('no idea', '#### 42')

        then:
        thrown(IllegalArgumentException)
    }

    def "an empty stop text is refused, for it would cut everything"() {
        when:
        new AnswerRule(new LastNumber(), SameNumber.exactly(), ['\n', ''])

        then:
        IllegalArgumentException e = thrown()
        e.message == 'a stop text is empty; one character or more is allowed, or no stop text at all'
    }

    def "what comes after a stop text never changes the verdict"() {
        given:
        def random = new SplittableRandom(5)
        def rule = AnswerRule.gsm8k()

        expect:
        (1..200).every {
            def completion = '#### ' + random.nextInt(5)
            rule.right(completion, '3') == rule.right(completion + 'Question: #### ' + random.nextInt(5), '3')
        }
    }
}
