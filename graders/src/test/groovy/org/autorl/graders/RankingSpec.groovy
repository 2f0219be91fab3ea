package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class RankingSpec extends Specification {

    static final List<Ranking> PLURALS = [
        new Ranking(['catten', 'cati', 'cats'], ['cats'] as Set),
        new Ranking(['torii', 'tori', 'toruses'], ['tori'] as Set),
        new Ranking(['viruses', 'virii', 'viri'], ['viruses'] as Set),
    ]

    def "the example of plurals has mean reciprocal rank 11/18"() {
        expect: 'https://en.wikipedia.org/wiki/Mean_reciprocal_rank'
        that Ranking.meanReciprocalRank(PLURALS), closeTo(11d / 18, 1e-12)
    }

    def "its hit rate grows with k"() {
        expect:
        [1, 2, 3, 9].collect { Ranking.hitRateAt(it, PLURALS) } == [1d / 3, 2d / 3, 1d, 1d]
    }

    def "with one relevant item, NDCG is log 2 over log of its rank plus one"() {
        expect: 'getNDCG of He et al. 2017: log(2) / log(i + 2), i from 0'
        [1, 2, 3].collect { PLURALS[0].ndcgAt(it) } == [0d, 0d, 0.5d]
        that PLURALS[1].ndcgAt(3), closeTo(Math.log(2) / Math.log(3), 1e-12)
        that Ranking.meanNdcgAt(3, PLURALS), closeTo((0.5 + Math.log(2) / Math.log(3) + 1) / 3, 1e-12)
    }

    def "with several, it is their gain over the best that k positions can hold"() {
        given:
        def query = new Ranking(['x', 'a', 'y', 'b'], ['a', 'b', 'c'] as Set)

        expect: 'discounts 1, 0.63093, 0.5, 0.43068'
        that query.ndcgAt(2), closeTo(0.63093 / 1.63093, 1e-5)
        that query.ndcgAt(4), closeTo((0.63093 + 0.43068) / 2.13093, 1e-5)
    }

    def "a query that finds nothing scores 0 throughout"() {
        given:
        def nothing = new Ranking(ranked, ['a'] as Set)

        expect:
        !nothing.hitAt(5)
        nothing.reciprocalRank() == 0d
        nothing.ndcgAt(5) == 0d

        where:
        ranked << [[], ['x', 'y']]
    }

    def "scores lie in 0 to 1, are 1 for relevant items first, and do not mind the order of irrelevant ones"() {
        given:
        def random = new SplittableRandom(2)
        def items = ('a'..'h').toList()

        expect:
        (1..200).every { round ->
            def relevant = items.findAll { random.nextInt(3) == 0 } + ['h'] as Set
            def ranked = items.shuffled(new Random(round))
            def k = random.nextInt(1, 12)
            def query = new Ranking(ranked, relevant)
            def others = ranked.findAll { !(it in relevant) }
            def swapped = new Ranking(ranked.collect { it in relevant ? it : others.removeLast() }, relevant)
            def best = new Ranking(relevant.toList() + (items - relevant), relevant)
            query.ndcgAt(k) >= 0 && query.ndcgAt(k) <= 1 + 1e-12 &&
                query.reciprocalRank() <= 1 && query.ndcgAt(k) == swapped.ndcgAt(k) &&
                Math.abs(best.ndcgAt(k) - 1) < 1e-12 && best.reciprocalRank() == 1d && best.hitAt(1)
        }
    }

    def "#message"() {
        expect:
        Refusal.of(wrong) == message

        where:
        wrong                                                | message
        ({ new Ranking(['a', 'b', 'a'], ['a'] as Set) })     | '`a` is ranked twice; each item is allowed once'
        ({ new Ranking(['a'], [] as Set) })                  | 'no item is relevant; a query needs one or more, leave out those that have none'
        ({ new Ranking(['a'], ['a'] as Set).ndcgAt(0) })     | 'k is 0; 1 or more is allowed'
        ({ Ranking.hitRateAt(-1, PLURALS) })                 | 'k is -1; 1 or more is allowed'
        ({ Ranking.meanReciprocalRank([]) })                 | 'there is no query; one or more is needed'
    }
}
