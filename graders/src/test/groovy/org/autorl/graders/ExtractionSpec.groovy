package org.autorl.graders

import org.autorl.graders.Extraction.ChoiceLetter
import org.autorl.graders.Extraction.FirstGroup
import org.autorl.graders.Extraction.LastNumber
import org.autorl.graders.Extraction.NumberAfterMark
import org.autorl.graders.Extraction.WholeText
import spock.lang.Specification
import spock.lang.Timeout

class ExtractionSpec extends Specification {

    def "the number behind the mark of '#completion' is #answer"() {
        expect: 'forms of GSM8K answers, and of strict-match with its ignored characters'
        new NumberAfterMark().from(completion) == Optional.of(answer)

        where:
        completion                                              | answer
        'Natalia sold 48/2 = <<48/2=24>>24 clips.\n#### 72'     | '72'
        '#### 42'                                               | '42'
        '####42'                                                | '42'
        '#### -5'                                               | '-5'
        '#### +5'                                               | '5'
        '#### 1,234'                                            | '1234'
        '#### $1,234.50'                                        | '1234.50'
        '#### -$3'                                              | '-3'
        '#### $-3'                                              | '-3'
        '#### 42.'                                              | '42'
        '#### 5,000, of course'                                 | '5000'
        '#### .5'                                               | '.5'
        '#### 18 apples and 3 pears'                            | '18'
        '#### 41\nNo, that is wrong.\n#### 42'                  | '42'
        '#### 42\n####'                                         | '42'
    }

    def "there is no number behind the mark of '#completion'"() {
        expect:
        new NumberAfterMark().from(completion) == Optional.empty()

        where:
        completion << ['', '42', 'The answer is 42', '### 42', '####', '#### forty-two', '#### x 42', '42 ####', '#### --5', '#### .']
    }

    def "the last number of '#completion' is #answer"() {
        expect:
        new LastNumber().from(completion) == Optional.of(answer)

        where:
        completion                         | answer
        '42'                               | '42'
        'first 1, then 2, then 3.'         | '3'
        'It costs $1,234.50.'              | '1234.50'
        '12,345,678'                       | '12345678'
        'the pair (1,2)'                   | '2'
        '1,2345'                           | '2345'
        'It is -3 degrees'                 | '-3'
        '-$3'                              | '-3'
        '$-3$'                             | '-3'
        '5-3'                              | '3'
        'ten to 10-12'                     | '12'
        'half is .5'                       | '.5'
        '3.14 and no more'                 | '3.14'
        '#### 7'                           | '7'
    }

    def "'#completion' holds no number"() {
        expect:
        new LastNumber().from(completion) == Optional.empty()

        where:
        completion << ['', 'forty-two', '-', '$', '...', ',']
    }

    def "the first group of the first match is the answer"() {
        expect:
        new FirstGroup(/is (\w+)/).from('It is red. It is blue.') == Optional.of('red')
        new FirstGroup(/(\d+) of (\d+)/).from('3 of 4') == Optional.of('3')
    }

    def "no match, and a group that takes no part, are no answer"() {
        expect:
        new FirstGroup(/is (\w+)/).from('It was red.') == Optional.empty()
        new FirstGroup(/yes|(no)/).from('yes') == Optional.empty()
    }

    def "the regular expression #regex is refused"() {
        when:
        new FirstGroup(regex)

        then:
        IllegalArgumentException e = thrown()
        e.message.startsWith(message)

        where:
        regex    | message
        '\\d+'   | '`\\d+` has no group; put the part that is the answer in round brackets'
        '(?:a)'  | '`(?:a)` has no group; put the part that is the answer in round brackets'
        '(a'     | 'Unclosed group near index 2'
    }

    def "the letter of '#completion' is #letter"() {
        expect: 'simple-evals reads `Answer: X`, MMLU-Pro `answer is (X)`'
        new ChoiceLetter().from(completion) == Optional.of(letter)

        where:
        completion                                 | letter
        'Answer: B'                                | 'B'
        'ANSWER: B'                                | 'B'
        'Answer: $B'                               | 'B'
        'The answer is (C).'                       | 'C'
        'The answer is: D'                         | 'D'
        '**Answer:** **E**'                        | 'E'
        'Answer: A\nWait.\nAnswer: B'              | 'B'
        '(B)'                                      | 'B'
        'Not (A), for it is blue; so (D)'          | 'D'
        'B'                                        | 'B'
        'B.'                                       | 'B'
        'B. Paris'                                 | 'B'
        'B) Paris'                                 | 'B'
        'I think:\n  C: Rome'                      | 'C'
        '**D**'                                    | 'D'
        'Of (A) and (B) I take one. Answer: A'     | 'A'
    }

    def "'#completion' chooses no letter"() {
        expect:
        new ChoiceLetter().from(completion) == Optional.empty()

        where:
        completion << ['', 'F', '(F)', 'b', 'A dog barks', 'The answer is a dog', 'Answer: Berlin', 'Answer: A\'s', 'Answers vary', 'PLAN B works']
    }

    def "the whole text loses white space at its ends alone"() {
        expect:
        new WholeText().from(' \n two  words\t') == Optional.of('two  words')
        new WholeText().from(' \n\t') == Optional.empty()
    }

    @Timeout(20)
    def "a long completion of '#part' is read in time by #extraction"() {
        expect: 'no answer and no error: a policy may write anything'
        extraction.from(part * 100_000) != null

        where:
        [part, extraction] << [
            ['#', '1', ',111', ' ', '\n', 'answer ', '-', '$', '(A', '.1', '#### ', '#### 1,'],
            [new NumberAfterMark(), new LastNumber(), new ChoiceLetter(), new WholeText()],
        ].combinations()
    }

    def "text before the answer changes nothing"() {
        given:
        def random = new SplittableRandom(7)

        expect:
        (1..300).every {
            def before = (0..random.nextInt(20)).collect { 'abc xyz.,\n'[random.nextInt(10)] }.join() + ' '
            def number = random.nextInt(-10_000, 10_000).toString()
            new NumberAfterMark().from(before + '#### ' + number) == Optional.of(number) &&
                new LastNumber().from(before + number) == Optional.of(number) &&
                new ChoiceLetter().from(before + 'Answer: D') == Optional.of('D')
        }
    }
}
