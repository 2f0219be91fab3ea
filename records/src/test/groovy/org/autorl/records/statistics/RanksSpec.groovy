package org.autorl.records.statistics

import spock.lang.Specification

class RanksSpec extends Specification {

    static Ranks ranks(Map<String, List<List<Double>>> stacks, double confidence = 0.95) {
        Ranks.of(new TreeMap<>(stacks.collectEntries { name, rows -> [name, CheckedStatisticsSpec.grid(rows)] }), confidence)
    }

    static List<List<Double>> rows(int attempts, int items, double rate, Random random) {
        (1..attempts).collect { (1..items).collect { random.nextDouble() < rate ? 1d : 0d } }
    }

    static Map<String, List> stacks(int attempts, int items, long seed) {
        def random = new Random(seed)
        [a: 0.8d, b: 0.55d, c: 0.5d, d: 0.2d].collectEntries { name, rate -> [name, rows(attempts, items, rate, random)] }
    }

    def "stacks that the data cannot tell apart share a group and their ranks"() {
        given:
        def ranks = ranks(stacks(5, 200, 3))

        expect:
        ranks.ranked().collect { [it.name(), it.best(), it.worst(), it.group()] } == [['a', 1, 1, 1], ['b', 2, 3, 2], ['c', 2, 3, 2], ['d', 4, 4, 3]]
        ranks.listed() == []
        ranks.resolvable().get() < 0.2
    }

    def "a stack with fewer than three seeds is listed, and moves nobody"() {
        given:
        def few = ranks(stacks(5, 200, 3) + [z: rows(2, 200, 1, new Random(1))])

        expect:
        few.listed() == [new Ranks.Listed('z', 1, 2)]
        few.ranked() == ranks(stacks(5, 200, 3)).ranked()
        few.resolvable() == ranks(stacks(5, 200, 3)).resolvable()
    }

    def "every two ranked stacks have their difference with an interval of its own, narrower than that of all at once"() {
        given:
        def ranks = ranks(stacks(5, 200, 3) + [z: rows(2, 200, 1, new Random(1))])
        def mean = ranks.ranked().collectEntries { [it.name(), it.mean()] }

        expect:
        ranks.pairs().collect { it.one() + it.other() } == ['ab', 'ac', 'ad', 'bc', 'bd', 'cd']
        ranks.pairs().every { Math.abs(it.difference() - (mean[it.one()] - mean[it.other()])) < 1e-12 && it.interval().contains(it.difference()) }
        ranks.pairs().every { it.interval().high() - it.difference() < ranks.resolvable().get() }
        ranks.pairs().findAll { !it.surely() }.collect { it.one() + it.other() } == ['bc']
    }

    def "ranks of nobody and of one stack"() {
        expect:
        ranks([:]) == new Ranks([], [], Optional.empty(), [])
        ranks(one: rows(3, 5, 1, new Random(1))) == new Ranks([new Ranks.Ranked('one', 1, 1, 1, 1)], [], Optional.empty(), [])
    }

    def "with more items and seeds, ranks are no wider and smaller differences are resolved"() {
        given:
        def width = { Ranks r -> r.ranked().sum { it.worst() - it.best() } }
        def sizes = [[3, 20], [4, 100], [8, 600]].collect { attempts, items -> (1..20).collect { ranks(stacks(attempts, items, it)) } }

        expect:
        def widths = sizes.collect { it.sum(width) }
        widths == widths.toSorted().reverse()
        widths.first() > widths.last()
        def resolved = sizes.collect { it.sum { it.resolvable().get() } }
        resolved == resolved.toSorted().reverse()
    }

    def "a rank is within its interval, and every rank of equals is possible for each of them"() {
        given: 'four that are the same but for chance'
        int wrong = (1..200).count { round ->
            def random = new Random(round)
            ranks((1..4).collectEntries { ["s$it".toString(), rows(3, 50, 0.5, random)] }).ranked().any { it.best() != 1 || it.worst() != 4 }
        }

        expect: 'at most 5 in 100, and some more by chance'
        wrong <= 18
        (1..20).every { ranks(stacks(3, 30, it)).ranked().withIndex().every { r, at -> r.best() <= at + 1 && at + 1 <= r.worst() } }
    }
}
