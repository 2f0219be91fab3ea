package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class ClassificationSpec extends Specification {

    def "scikit-learn's example of f1_score"() {
        given:
        def classes = new Classification('012012'.toList(), '021001'.toList())

        expect:
        classes.labels().toList() == ['0', '1', '2']
        that classes.f1('0'), closeTo(0.8, 1e-12)
        classes.f1('1') == 0d
        classes.f1('2') == 0d
        that classes.macroF1(), closeTo(0.8d / 3, 1e-12)
        that classes.accuracy(), closeTo(1d / 3, 1e-12)
    }

    def "scikit-learn's example of accuracy_score"() {
        expect:
        new Classification('0123'.toList(), '0213'.toList()).accuracy() == 0.5d
    }

    def "a class that is predicted alone, or gold alone, counts as 0 in the mean"() {
        expect: 'zero_division=0'
        new Classification(['a', 'a'], ['a', 'b']).macroF1() == (2d / 3 + 0) / 2
        new Classification(['a', 'b'], ['a', 'a']).macroF1() == (2d / 3 + 0) / 2
        new Classification(['a'], ['a']).f1('nowhere') == 0d
    }

    def "always saying the frequent class is accurate and has a low macro-F1"() {
        given:
        def classes = new Classification(['a'] * 95 + ['b'] * 5, ['a'] * 100)

        expect:
        classes.accuracy() == 0.95d
        classes.macroF1() < 0.49
    }

    def "scores lie in 0 to 1 and depend neither on order, nor on names, nor on which list is gold"() {
        given:
        def random = new SplittableRandom(11)

        expect:
        (1..200).every { round ->
            def pairs = (0..random.nextInt(30)).collect { ['xyz'[random.nextInt(3)], 'xyz'[random.nextInt(3)]] }
            def classes = new Classification(pairs*.get(0), pairs*.get(1))
            def shuffled = pairs.shuffled(new Random(round))
            def permuted = new Classification(shuffled*.get(0), shuffled*.get(1))
            def renamed = new Classification(pairs*.get(0).collect { it.next() }, pairs*.get(1).collect { it.next() })
            def swapped = new Classification(pairs*.get(1), pairs*.get(0))
            [permuted, renamed, swapped].every {
                it.accuracy() == classes.accuracy() && Math.abs(it.macroF1() - classes.macroF1()) < 1e-12
            } && classes.macroF1() >= 0 && classes.macroF1() <= 1
        }
    }

    def "#gold beside #predicted are refused"() {
        when:
        new Classification(gold, predicted)

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        gold       | predicted | message
        []         | []        | '`gold` is empty; one or more is needed'
        ['a', 'b'] | ['a']     | '`gold` has 2 and `predicted` 1; as many of both are allowed'
    }
}
