package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class RougeLSpec extends Specification {

    def "'#completion' beside '#reference' has precision #precision, recall #recall and F #f"() {
        when:
        def rouge = RougeL.of(completion, reference)

        then: 'vectors of rouge_scorer_test.py, then of Lin 2004, section 3.1'
        that rouge.precision(), closeTo(precision, 1e-12)
        that rouge.recall(), closeTo(recall, 1e-12)
        that rouge.fMeasure(), closeTo(f, 1e-12)

        where:
        completion               | reference                  || precision | recall | f
        'testing one'            | 'testing one two'          || 1         | 2d / 3  | 4d / 5
        'testing two'            | 'testing one two'          || 1         | 2d / 3  | 4d / 5
        ''                       | 'testing one two'          || 0         | 0      | 0
        '/'                      | 'w1 w2 w3 w4 w5'           || 0         | 0      | 0
        'w1'                     | ''                         || 0         | 0      | 0
        ''                       | ''                         || 0         | 0      | 0
        'police kill the gunman' | 'police killed the gunman' || 3d / 4     | 3d / 4  | 3d / 4
        'the gunman kill police' | 'police killed the gunman' || 2d / 4    | 2d / 4 | 2 / 4
        'the gunman police killed' | 'police killed the gunman' || 2d / 4  | 2d / 4 | 2 / 4
        'Testing, ONE!'          | 'testing one two'          || 1         | 2d / 3  | 4d / 5
        "it's"                   | 'it s'                     || 1         | 1      | 1
        'no word in common'      | 'testing one two'          || 0         | 0      | 0
    }

    def "of rouge_score's README example five words are in the same order"() {
        when: 'the, quick, brown, jumps, the'
        def rouge = RougeL.of('The quick brown dog jumps on the log.', 'The quick brown fox jumps over the lazy dog')

        then:
        that rouge.precision(), closeTo(5d / 8, 1e-12)
        that rouge.recall(), closeTo(5d / 9, 1e-12)
    }

    def "swapping the texts swaps precision and recall, and a text equals itself"() {
        given:
        def random = new SplittableRandom(9)
        def text = { (0..random.nextInt(1, 12)).collect { 'abcd'[random.nextInt(4)] }.join(' ') }

        expect:
        (1..300).every {
            def (a, b) = [text(), text()]
            def one = RougeL.of(a, b)
            def other = RougeL.of(b, a)
            one.precision() == other.recall() && one.recall() == other.precision() &&
                one.fMeasure() >= 0 && one.fMeasure() <= 1 && RougeL.of(a, a).fMeasure() == 1d
        }
    }

    def "case is lowered the same in a locale with letters of its own"() {
        given:
        def usual = Locale.default
        Locale.setDefault(Locale.forLanguageTag('tr'))

        expect:
        RougeL.of('TITLE', 'title').fMeasure() == 1d

        cleanup:
        Locale.setDefault(usual)
    }

    def "a share of #share is refused"() {
        when:
        new RougeL(share, 0.5)

        then:
        IllegalArgumentException e = thrown()
        e.message == "`precision` is $share; 0 to 1 is allowed"

        where:
        share << [-0.1d, 1.1d, Double.NaN]
    }
}
