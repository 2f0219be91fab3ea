package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class LengthControlledWinRateSpec extends Specification {

    static final double TERM = Math.tanh(Math.sqrt(0.5d))

    static double share(double logit) {
        1 / (1 + Math.exp(-logit))
    }

    static InstructionDifficulties difficulties(List<Double> difficulties) {
        new InstructionDifficulties(difficulties.indexed())
    }

    static double controlled(List<Preference> preferences, List<Double> difficulties) {
        new LengthControlledWinRate(preferences, LengthControlledWinRateSpec.difficulties(difficulties)).percent().get().value()
    }

    static double plain(List<Preference> preferences) {
        new WinRate(preferences*.preference(), 0).percent().get().value()
    }

    /** A judge who adds `liking` times the length term to the logit, and a policy that is mostly wordier. */
    static List<Preference> judged(double quality, double liking, List<Double> difficulties, long seed) {
        def random = new SplittableRandom(seed)
        def lengths = difficulties.collect { 1000 + random.nextInt(-500, 1500) }
        def silent = (0..<lengths.size()).collect { new Preference(it, 0.5d, lengths[it], 1000) }
        def terms = LengthControlledWinRate.lengthTerms(silent)
        (0..<lengths.size()).collect {
            new Preference(it, share(quality + liking * terms[it] - difficulties[it]), lengths[it], 1000)
        }
    }

    static double earned(double quality, List<Double> difficulties) {
        difficulties.collect { share(quality - it) * 100 }.average()
    }

    static List<Preference> tradePlaces(List<Preference> preferences) {
        preferences.collect { new Preference(it.instruction(), 1 - it.preference(), it.baselineLength(), it.length()) }
    }

    def "what a judge gives for length, and no more, is taken off"() {
        given: 'differences of 100 and -100, standard deviation 141.4: tanh of 0.7071 and -0.7071 is 0.6089 and -0.6089'
        def preferences = [
            new Preference(0, share(Math.log(1 / 3) + 1.4 * TERM), 600, 500),
            new Preference(1, share(Math.log(1 / 3) - 1.4 * TERM), 400, 500)
        ]

        expect: '0.4388 and 0.1244 average to 28.2 %; without the length terms both are 1 / 4'
        that plain(preferences), closeTo(28.160, 1e-3)
        that controlled(preferences, [0d, 0d]), closeTo(25, 1e-3)
    }

    def "where all lengths are equal it is the plain win rate"() {
        given:
        def preferences = [0.9d, 0.2d, 0.4d, 0d].indexed().collect { at, share -> new Preference(at, share, 70, 70) }

        expect:
        that controlled(preferences, [0d] * 4), closeTo(37.5, 1e-3)
        that controlled(preferences, [-1d, 0.5d, 0d, 2d]), closeTo(37.5, 1e-3)
    }

    def "where shorter and longer answers are as good as each other, it is the plain win rate"() {
        given: 'wins by as much as it loses, by an answer longer by as much as it is shorter'
        def preferences = [new Preference(0, 0.9d, 300, 100), new Preference(1, 0.1d, 100, 300)]

        expect:
        that controlled(preferences, [0d, 0d]), closeTo(50, 1e-9)
    }

    def "the baseline beside itself has 50, and a policy that always or never wins 100 or 0"() {
        expect:
        controlled((0..9).collect { new Preference(it, 0.5d, 90 + it, 90 + it) }, [0.5d, -0.5d] * 5) == 50d
        that controlled((0..9).collect { new Preference(it, 1d, 80, 90 + it) }, [0d] * 10), closeTo(100, 1e-3)
        that controlled((0..9).collect { new Preference(it, 0d, 80, 90 + it) }, [0d] * 10), closeTo(0, 1e-3)
    }

    def "one comparison is controlled too, and none has no rate"() {
        expect: 'a length term of 1 at the weight that is expected'
        that controlled([new Preference(0, share(1.4), 200, 100)], [0d]), closeTo(50, 1e-3)
        new LengthControlledWinRate([], difficulties([0d])).percent().empty
    }

    def "a policy and a baseline that trade places have rates that add up to 100"() {
        given:
        def random = new SplittableRandom(4)

        expect:
        (1..50).every {
            def size = random.nextInt(1, 40)
            def difficulties = (1..size).collect { random.nextDouble(-2, 2) }
            def preferences = (0..<size).collect {
                new Preference(it, random.nextDouble(), random.nextInt(3000), random.nextInt(3000))
            }
            def there = controlled(preferences, difficulties)
            def back = controlled(tradePlaces(preferences), difficulties)
            Math.abs(there + back - 100) < 1e-6
        }
    }

    def "a judge who likes length more changes the plain rate, and hardly this one"() {
        given:
        def random = new SplittableRandom(6)
        def difficulties = (1..800).collect { random.nextDouble(-1, 1) }
        def (fair, partial) = [judged(quality, 1, difficulties, 5), judged(quality, 2.5, difficulties, 5)]
        def without = earned(quality, difficulties)

        expect:
        def raised = plain(partial) - plain(fair)
        raised > 6
        controlled(partial, difficulties) - controlled(fair, difficulties) < raised * 0.4

        and: 'the weight that is expected of length holds some of it back'
        that controlled(fair, difficulties), closeTo(without, 1.2)
        that controlled(partial, difficulties), closeTo(without, 3.5)

        where:
        quality << [-1.5, -0.5, 0, 0.5]
    }

    def "the standard error is how much the predictions differ"() {
        given: 'even odds at a difficulty of 0; sensitivity s where 2 (preference - 1 / (1 + exp(-s))) = 10 s: 0.05 for 0.7625'
        def preferences = [new Preference(0, share(0.05) + 0.25, 9, 9), new Preference(1, share(-0.05) - 0.25, 9, 9)]

        when:
        def percent = new LengthControlledWinRate(preferences, difficulties([-1d, 1d])).percent().get()

        then: 'predicted are 51.2497 and 48.7503: half of what is between them'
        that percent.value(), closeTo(50, 1e-9)
        that percent.standardError().asDouble, closeTo(1.2497, 1e-4)
        percent.count() == 2
    }

    def "#message"() {
        expect:
        Refusal.of(wrong) == message

        where:
        wrong                                                                              | message
        ({ new Preference(-1, 0.5d, 1, 1) })                                               | '`instruction` is -1; 0 or more is allowed'
        ({ new Preference(0, 1.5d, 1, 1) })                                                | '`preference` is 1.5; 0 to 1 is allowed'
        ({ new Preference(0, Double.NaN, 1, 1) })                                          | '`preference` is NaN; 0 to 1 is allowed'
        ({ new Preference(0, 0.5d, -3, 1) })                                               | '`length` is -3; 0 or more is allowed'
        ({ new Preference(0, 0.5d, 1, -3) })                                               | '`baselineLength` is -3; 0 or more is allowed'
        ({ controlled([new Preference(2, 0.5d, 1, 1)], [0d, 0d]) })                        | 'instruction 2 has no difficulty; fit the difficulties with a model that answered it'
        ({ controlled([new Preference(0, 0.5d, 1, 1), new Preference(0, 1d, 1, 1)], [0d]) }) | 'instruction 0 comes twice for one model; once is allowed'
    }
}
