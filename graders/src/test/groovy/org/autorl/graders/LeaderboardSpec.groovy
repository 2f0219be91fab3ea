package org.autorl.graders

import static org.autorl.graders.Leaderboard.Direction.HIGHER_IS_BETTER
import static org.autorl.graders.Leaderboard.Direction.LOWER_IS_BETTER

import spock.lang.Specification

class LeaderboardSpec extends Specification {

    /** Scores 1 to n, of which n is best. */
    static Leaderboard upTo(int n) {
        new Leaderboard((1..n).collect { it as double }, HIGHER_IS_BETTER)
    }

    def "of #teams teams, gold, silver and bronze end at #positions"() {
        expect: 'get_thresholds of MLE-bench'
        Medal.values()*.lastPosition(teams) == positions

        where:
        teams || positions
        1     || [1, 1, 1]
        5     || [1, 1, 2]
        9     || [1, 1, 3]
        10    || [1, 2, 4]
        50    || [5, 10, 20]
        99    || [9, 19, 39]
        100   || [10, 20, 40]
        249   || [10, 49, 99]
        250   || [10, 50, 100]
        499   || [10, 50, 100]
        500   || [11, 50, 100]
        999   || [11, 50, 100]
        1000  || [12, 50, 100]
        1500  || [13, 75, 150]
        5000  || [20, 250, 500]
        7000  || [24, 350, 700]
    }

    def "positions are those of MLE-bench's formula in floating point, and medals never overlap"() {
        expect:
        (1..20_000).every { n ->
            def share = { double s -> Math.max(1, (int) (n * s)) }
            def wanted = n < 100 ? [share(0.1d), share(0.2d), share(0.4d)] :
                n < 250 ? [10, share(0.2d), share(0.4d)] :
                n < 1000 ? [10 + (int) (n * 0.002d), 50, 100] :
                [10 + (int) (n * 0.002d), share(0.05d), share(0.1d)]
            Medal.values()*.lastPosition(n) == wanted && wanted == wanted.sort(false) && wanted[2] <= n
        }
    }

    def "a score of #score among 1 to 100 has rank #rank and medal #medal"() {
        expect:
        upTo(100).rank(score) == rank
        upTo(100).medal(score) == Optional.ofNullable(medal)

        where:
        score | rank | medal
        101   | 1    | Medal.GOLD
        100   | 1    | Medal.GOLD
        91    | 10   | Medal.GOLD
        90.9  | 11   | Medal.SILVER
        81    | 20   | Medal.SILVER
        80.9  | 21   | Medal.BRONZE
        61    | 40   | Medal.BRONZE
        60.9  | 41   | null
        0     | 101  | null
    }

    def "where lower is better, the low scores win"() {
        given:
        def board = new Leaderboard([0.3d, 0.1d, 0.2d, 0.5d, 0.4d], LOWER_IS_BETTER)

        expect:
        board.scores() == [0.1d, 0.2d, 0.3d, 0.4d, 0.5d]
        board.medal(0.1) == Optional.of(Medal.GOLD)
        board.medal(0.2) == Optional.of(Medal.BRONZE)
        board.medal(0.21) == Optional.empty()
        board.rank(0.05) == 1
        board.aboveMedian(0.29)
        !board.aboveMedian(0.3)
    }

    def "the median must be beaten strictly: #score beats that of 1 to #teams: #above"() {
        expect:
        upTo(teams).aboveMedian(score) == above

        where:
        teams | score || above
        5     | 3     || false
        5     | 3.1   || true
        4     | 2.5   || false
        4     | 2.6   || true
        1     | 1     || false
    }

    def "ties share the better rank and the medal at its last position"() {
        given:
        def board = new Leaderboard([9d, 9d, 9d] + [1d] * 7, HIGHER_IS_BETTER)

        expect:
        board.rank(9) == 1
        board.rank(5) == 4
        board.medal(9) == Optional.of(Medal.GOLD)
        board.rank(1) == 4
        board.medal(1) == Optional.of(Medal.BRONZE)
    }

    def "order on the board changes nothing, and turning scores and direction round changes nothing"() {
        given:
        def random = new SplittableRandom(10)

        expect:
        (1..200).every { round ->
            def scores = (0..random.nextInt(400)).collect { random.nextInt(200) as double }
            def score = random.nextInt(200) as double
            def board = new Leaderboard(scores, HIGHER_IS_BETTER)
            def permuted = new Leaderboard(scores.shuffled(new Random(round)), HIGHER_IS_BETTER)
            def turned = new Leaderboard(scores.collect { -it }, LOWER_IS_BETTER)
            board == permuted && board.rank(score) == turned.rank(-score) && board.medal(score) == turned.medal(-score) &&
                board.aboveMedian(score) == turned.aboveMedian(-score) && board.medal(score + 1).present >= board.medal(score).present
        }
    }

    def "#message"() {
        expect:
        Refusal.of(wrong) == message

        where:
        wrong                                                  | message
        ({ new Leaderboard([], HIGHER_IS_BETTER) })            | '`scores` is empty; one or more is needed'
        ({ new Leaderboard([Double.NaN], LOWER_IS_BETTER) })   | '`scores` has NaN; finite numbers up to 1e100 are allowed'
        ({ upTo(3).rank(Double.NaN) })                         | '`score` has NaN; finite numbers up to 1e100 are allowed'
        ({ upTo(3).medal(Double.POSITIVE_INFINITY) })          | '`score` has Infinity; finite numbers up to 1e100 are allowed'
        ({ Medal.GOLD.lastPosition(0) })                       | '0 teams; 1 or more is allowed'
    }
}
