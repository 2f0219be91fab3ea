package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class EpisodesSpec extends Specification {

    def "rewards have a mean and a standard error"() {
        when: 'deviations -1.5, -0.5, 0.5, 1.5: squares 5, over 3, over 4'
        def mean = new Episodes([1d, 2d, 3d, 4d]).meanReward()

        then:
        mean.value() == 2.5d
        mean.count() == 4
        that mean.standardError().asDouble, closeTo(Math.sqrt(5d / 3 / 4), 1e-12)
    }

    def "an episode succeeds from the pass mark on: at #passAt, #rate of them"() {
        expect:
        new Episodes([0d, 0.25d, 0.5d, 1d]).successRate(passAt).value() == rate

        where:
        passAt || rate
        1      || 0.25d
        0.5    || 0.5d
        0.51   || 0.25d
        0      || 1d
    }

    def "the standard error of a rate is that of ones and zeros"() {
        expect: 'sqrt(p (1 - p) / (n - 1))'
        that new Episodes([1d, 1d, 1d, 0d]).successRate(1).standardError().asDouble, closeTo(Math.sqrt(0.75 * 0.25 / 3), 1e-12)
    }

    def "one episode says nothing of spread, equal ones say that there is none"() {
        expect:
        new Episodes([1d]).meanReward().standardError().empty
        new Episodes([0.5d, 0.5d]).meanReward().standardError() == OptionalDouble.of(0)
    }

    def "a large reward in common does not drown the spread"() {
        expect:
        that new Episodes([1e9d + 1, 1e9d + 2, 1e9d + 3]).meanReward().standardError().asDouble, closeTo(Math.sqrt(1d / 3), 1e-6)
    }

    def "order changes nothing, and another unit scales mean and error alike"() {
        given:
        def random = new SplittableRandom(6)

        expect:
        (1..200).every { round ->
            def rewards = (0..random.nextInt(1, 20)).collect { random.nextDouble() }
            def mean = Mean.of(rewards)
            def permuted = Mean.of(rewards.shuffled(new Random(round)))
            def percent = mean.times(-100)
            Math.abs(mean.value() - permuted.value()) < 1e-12 &&
                Math.abs(mean.standardError().asDouble - permuted.standardError().asDouble) < 1e-12 &&
                Math.abs(percent.value() + 100 * mean.value()) < 1e-9 &&
                Math.abs(percent.standardError().asDouble - 100 * mean.standardError().asDouble) < 1e-9
        }
    }

    def "#message"() {
        expect:
        Refusal.of(wrong) == message

        where:
        wrong                                                 | message
        ({ new Episodes([]) })                                | '`rewards` is empty; one or more is needed'
        ({ new Episodes([1d, Double.NaN]) })                  | '`rewards` has NaN; finite numbers up to 1e100 are allowed'
        ({ new Episodes([1d]).successRate(Double.NaN) })      | '`passAt` has NaN; finite numbers up to 1e100 are allowed'
        ({ Mean.of([]) })                                     | '`values` is empty; one or more is needed'
        ({ new Mean(Double.NaN, 0, 1) })                      | 'a mean of NaN; a finite number is allowed'
        ({ new Mean(1, -1, 1) })                              | 'squared deviations of -1.0; a finite number from 0 is allowed'
        ({ new Mean(1, 0, 0) })                               | 'a mean of 0 values; 1 or more is allowed'
    }
}
