package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class InstructionDifficultiesSpec extends Specification {

    static List<Preference> equallyLong(List<Double> preferences) {
        preferences.indexed().collect { at, preference -> new Preference(at, preference, 50, 50) }
    }

    static double share(double logit) {
        1 / (1 + Math.exp(-logit))
    }

    def "two models that do well on one instruction and badly on another say how hard these are"() {
        given: 'qualities 0, and each difficulty d where 2 (preference - 1 / (1 + exp(d))) = -d: 0.4 for 0.2013'
        def model = equallyLong([0.798688d, 0.201312d])

        when:
        def difficulties = InstructionDifficulties.of([model, model]).byInstruction()

        then:
        that difficulties[0], closeTo(-0.4, 1e-5)
        that difficulties[1], closeTo(0.4, 1e-5)
    }

    def "a better model makes nothing easier"() {
        given: 'one has even chances, the other three to one'
        def models = [equallyLong([0.5d] * 3), equallyLong([0.75d] * 3)]

        expect:
        InstructionDifficulties.of(models).byInstruction().values().every { Math.abs(it) < 1e-6 }
    }

    def "what length explains is no difficulty"() {
        given: 'longer by 100 on one, shorter by 100 on the other: length terms of 0.6089, at the weight that is expected'
        def term = 1.4 * Math.tanh(Math.sqrt(0.5d))
        def model = [new Preference(0, share(term), 300, 200), new Preference(1, share(-term), 100, 200)]

        expect:
        InstructionDifficulties.of([model] * 5).byInstruction().values().every { Math.abs(it) < 1e-6 }
    }

    def "many models that agree bring back what made their preferences"() {
        given:
        def random = new SplittableRandom(3)
        def made = (1..20).collect { random.nextDouble(-1.5, 1.5) }
        def models = (1..60).collect { model ->
            equallyLong(made.collect { share(-2 + model / 20 - it) })
        }

        when:
        def difficulties = InstructionDifficulties.of(models).byInstruction()

        then: 'from their mean on, and a little nearer to it'
        made.indexed().every { at, difficulty -> Math.abs(difficulties[at] - difficulty + made.average()) < 0.2 }
    }

    def "models need not have answered the same instructions, and their order does not matter"() {
        given:
        def one = [new Preference(7, 0.9d, 10, 20), new Preference(3, 0.3d, 30, 20)]
        def other = [new Preference(3, 0.2d, 15, 20), new Preference(9, 0.1d, 40, 20), new Preference(12, 0.6d, 45, 20)]

        when:
        def there = InstructionDifficulties.of([one, other]).byInstruction()
        def back = InstructionDifficulties.of([other.reverse(), [], one.reverse()]).byInstruction()

        then:
        there.keySet() == [3, 7, 9, 12] as Set
        there.every { at, difficulty -> Math.abs(difficulty - back[at]) < 1e-6 }
    }

    def "models that always or never win have finite difficulties"() {
        expect:
        InstructionDifficulties.of([equallyLong([1d] * 4), equallyLong([0d] * 4)]).byInstruction().values().every { Math.abs(it) < 1e-6 }
    }

    def "#message"() {
        expect:
        Refusal.of(wrong) == message

        where:
        wrong                                                                                              | message
        ({ InstructionDifficulties.of([]) })                                                               | '`models` is empty; one or more is needed'
        ({ InstructionDifficulties.of([[new Preference(4, 1d, 1, 1), new Preference(4, 1d, 1, 1)]]) })     | 'instruction 4 comes twice for one model; once is allowed'
        ({ new InstructionDifficulties([1: 101d]) })                                                       | 'a difficulty of 101.0; -100 to 100 is allowed'
        ({ new InstructionDifficulties([1: Double.NaN]) })                                                 | 'a difficulty of NaN; -100 to 100 is allowed'
    }
}
