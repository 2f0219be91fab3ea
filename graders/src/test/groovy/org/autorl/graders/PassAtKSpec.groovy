package org.autorl.graders

import static org.autorl.graders.PassAtK.estimate
import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class PassAtKSpec extends Specification {

    /** Equation 1 as it stands, in whole numbers. */
    static double byCounting(int n, int c, int k) {
        def ways = { int of, int many -> many > of ? 0G : (0..<many).inject(1G) { w, i -> (w * (of - i)).divide(i + 1G as BigInteger) } }
        1 - new BigDecimal(ways(n - c, k)).divide(new BigDecimal(ways(n, k)), java.math.MathContext.DECIMAL128)
    }

    def "of #n completions with #c right, pass@#k is #pass"() {
        expect: 'values of estimate_pass_at_k of openai/human-eval, worked by hand'
        that estimate(n, c, k), closeTo(pass, 1e-12)

        where:
        n   | c   | k   || pass
        1   | 0   | 1   || 0
        1   | 1   | 1   || 1
        5   | 2   | 1   || 2d / 5
        5   | 2   | 2   || 1 - 3d / 10
        5   | 2   | 4   || 1
        10  | 3   | 5   || 1 - 21d / 252
        200 | 1   | 100 || 1d / 2
        200 | 0   | 100 || 0
        200 | 200 | 1   || 1
    }

    def "it equals equation 1 counted in whole numbers"() {
        expect:
        (1..14).every { n ->
            (0..n).every { c -> (1..n).every { k -> Math.abs(estimate(n, c, k) - byCounting(n, c, k)) < 1e-12 } }
        }
        that estimate(500, 7, 100), closeTo(byCounting(500, 7, 100), 1e-12)
    }

    def "neither many completions nor a rate near 0 loses digits"() {
        expect: 'with one right, pass@k is k / n'
        Math.abs(estimate(2_000_000_000, 1, 3) * 2e9 / 3 - 1) < 1e-12
        that estimate(1_000_000, 500_000, 1), closeTo(0.5, 1e-9)
        estimate(1_000_000, 500_000, 1000) == 1d
        that estimate(Integer.MAX_VALUE, 1, 1 << 30), closeTo(0.5, 1e-9)
    }

    def "it lies in 0 to 1, and more right ones or more tries never lower it"() {
        expect:
        (1..40).every { n ->
            (0..<n).every { c -> (1..<n).every { k ->
                def p = estimate(n, c, k)
                p >= 0 && p <= 1 && estimate(n, c + 1, k) >= p - 1e-12 && estimate(n, c, k + 1) >= p - 1e-12
            } }
        }
    }

    def "n #n, c #c and k #k are refused"() {
        when:
        estimate(n, c, k)

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        n | c  | k | message
        0 | 0  | 1 | 'n is 0; 1 completion or more is allowed'
        5 | 6  | 1 | 'c is 6; 0 to n = 5 is allowed'
        5 | -1 | 1 | 'c is -1; 0 to n = 5 is allowed'
        5 | 2  | 0 | 'k is 0; 1 to n = 5 is allowed'
        5 | 2  | 6 | 'k is 6; 1 to n = 5 is allowed'
    }
}
