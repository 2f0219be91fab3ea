package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class WinRateSpec extends Specification {

    def "wins, losses and draws average to a percentage with a standard error"() {
        when: "AlpacaEval's preferences 2, 1, 1.5, 2 less 1; pandas' sem: sqrt(0.6875 / 3 / 4)"
        def percent = new WinRate([1d, 0d, 0.5d, 1d], 0).percent().get()

        then:
        percent.value() == 62.5d
        that percent.standardError().asDouble, closeTo(23.9357, 1e-4)
    }

    def "a refusal is counted and changes no rate"() {
        given:
        def sure = new WinRate([1d, 0.25d], 0)
        def refused = new WinRate([1d, 0.25d], 40)

        expect:
        refused.percent() == sure.percent()
        refused.refusals() == 40
        refused.percent().get().count() == 2
    }

    def "where nothing was judged there is no rate, not a rate of 0"() {
        expect:
        new WinRate([], 3).percent().empty
        new WinRate([0d], 0).percent().get().value() == 0d
    }

    def "the discrete rate counts wins, and draws as halves, however sure the judge was"() {
        expect:
        new WinRate([0.51d, 1d, 0.5d, 0.49d], 0).discretePercent().get().value() == 62.5d
        new WinRate([], 1).discretePercent().empty
    }

    def "the other's win rate is what is left of 100, with the same error"() {
        given:
        def random = new SplittableRandom(8)

        expect:
        (1..200).every {
            def preferences = (0..random.nextInt(1, 30)).collect { random.nextDouble() }
            def ours = new WinRate(preferences, 0).percent().get()
            def theirs = new WinRate(preferences.collect { 1 - it }, 0).percent().get()
            Math.abs(ours.value() + theirs.value() - 100) < 1e-9 &&
                Math.abs(ours.standardError().asDouble - theirs.standardError().asDouble) < 1e-9
        }
    }

    def "preferences #preferences with #refusals refusals are refused"() {
        when:
        new WinRate(preferences, refusals)

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        preferences  | refusals | message
        [1d, 1.5d]   | 0        | '`preference` is 1.5; 0 to 1 is allowed'
        [Double.NaN] | 0        | '`preference` is NaN; 0 to 1 is allowed'
        [1d]         | -1       | '`refusals` is -1; 0 or more is allowed'
    }
}
