package org.autorl.graders

import static spock.util.matcher.HamcrestMatchers.closeTo
import static spock.util.matcher.HamcrestSupport.that

import spock.lang.Specification

class RegressionErrorsSpec extends Specification {

    def "scikit-learn's example of mean_absolute_error and root_mean_squared_error"() {
        given:
        def errors = new RegressionErrors([3d, -0.5d, 2d, 7d], [2.5d, 0d, 2d, 8d])

        expect:
        that errors.mae(), closeTo(0.5, 1e-12)
        that errors.rmse(), closeTo(0.612, 5e-4)
    }

    def "scikit-learn's example of root_mean_squared_log_error"() {
        expect:
        that new RegressionErrors([3d, 5d, 2.5d, 7d], [2.5d, 5d, 4d, 8d]).rmsle(), closeTo(0.199, 1e-3)
        that new RegressionErrors([0d], [Math.E - 1]).rmsle(), closeTo(1, 1e-12)
    }

    def "errors are 0 for equal numbers, the same from either side and in any order, and MAE is at most RMSE"() {
        given:
        def random = new SplittableRandom(4)

        expect:
        (1..200).every { round ->
            def pairs = (0..random.nextInt(20)).collect { [random.nextDouble() * 10, random.nextDouble() * 10] }
            def errors = new RegressionErrors(pairs*.get(0), pairs*.get(1))
            def swapped = new RegressionErrors(pairs*.get(1), pairs*.get(0))
            def shuffled = pairs.shuffled(new Random(round))
            def permuted = new RegressionErrors(shuffled*.get(0), shuffled*.get(1))
            def none = new RegressionErrors(pairs*.get(0), pairs*.get(0))
            [none.mae(), none.rmse(), none.rmsle()] == [0d] * 3 && errors.mae() <= errors.rmse() + 1e-12 &&
                [swapped, permuted].every {
                    Math.abs(it.mae() - errors.mae()) < 1e-9 && Math.abs(it.rmse() - errors.rmse()) < 1e-9 &&
                        Math.abs(it.rmsle() - errors.rmsle()) < 1e-9
                }
        }
    }

    def "the largest numbers that are allowed have finite errors"() {
        given:
        def errors = new RegressionErrors([1e100d] * 1000, [-1e100d] * 1000)

        expect:
        that errors.mae(), closeTo(2e100, 1e88)
        that errors.rmse(), closeTo(2e100, 1e88)
    }

    def "#gold beside #predicted are refused"() {
        when:
        new RegressionErrors(gold, predicted).rmsle()

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        gold         | predicted             | message
        []           | []                    | '`gold` is empty; one or more is needed'
        [1d, 2d]     | [1d]                  | '`gold` has 2 and `predicted` 1; as many of both are allowed'
        [1d]         | [Double.NaN]          | '`predicted` has NaN; finite numbers up to 1e100 are allowed'
        [Double.NEGATIVE_INFINITY] | [1d]    | '`gold` has -Infinity; finite numbers up to 1e100 are allowed'
        [1d]         | [-1e101d]             | '`predicted` has -1.0E101; finite numbers up to 1e100 are allowed'
        [1d]         | [-0.5d]               | '`predicted` has -0.5; RMSLE allows 0 and more'
    }
}
