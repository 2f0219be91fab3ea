package org.autorl.trainers.algorithm

import org.autorl.trainers.algorithm.GrpoTrainer.ScaleRewards
import spock.lang.Specification

class AdvantagesSpec extends Specification {
    static boolean near(double[] found, List<Number> expected, double tolerance = 1e-9) {
        found.length == expected.size() && (0..<found.length).every { Math.abs(found[it] - expected[it]) < tolerance }
    }

    def "GRPO's advantages are the distance from the group's mean, by a deviation: #scale"() {
        given: 'means 1 and 3, deviations √(2 / 1) = 1.41421 and √(8 / 1) = 2.82843; of all four, whose mean is 2, √(14 / 3) = 2.16025'
        def found = Advantages.ofGroups([[0, 2], [1, 5]] as double[][], scale)

        expect:
        near(found[0], first, 1e-5)
        near(found[1], second, 1e-5)

        where:
        scale              | first                | second
        ScaleRewards.GROUP | [-0.70706, 0.70706]  | [-0.70708, 0.70708]
        ScaleRewards.BATCH | [-0.46289, 0.46289]  | [-0.92578, 0.92578]
        ScaleRewards.NONE  | [-1, 1]              | [-2, 2]
    }

    def "a group of equal rewards has no advantages, also when rounding makes them differ"() {
        expect:
        Advantages.ofGroups([[0.1 + 0.2, 0.3]] as double[][], ScaleRewards.GROUP)[0] as List == [0d, 0d]
        Advantages.allEqual([0.1 + 0.2, 0.3] as double[])
        !Advantages.allEqual([0.3, 0.31] as double[])
    }

    def "RLOO compares each reward with the mean of the others"() {
        expect: '1 - (2 + 6) / 2, 2 - (1 + 6) / 2, 6 - (1 + 2) / 2'
        near(Advantages.leaveOneOut([1, 2, 6] as double[]), [-3, -1.5, 4.5])
    }

    def "REINFORCE compares each reward with #baseline"() {
        expect:
        near(ReinforceTrainer.advantages([1, 2, 6, 3] as double[], 2, baseline), expected)

        where:
        baseline                                || expected
        ReinforceTrainer.Baseline.NONE          || [1, 2, 6, 3]
        ReinforceTrainer.Baseline.BATCH_MEAN    || [-2, -1, 3, 0]
        ReinforceTrainer.Baseline.LEAVE_ONE_OUT || [-1, 1, 3, -3]
    }

    def "generalized advantages with gamma #gamma and lambda #lambda follow their recursion"() {
        expect:
        near(Advantages.generalized([0, 1, 2] as double[], [0.5, 1, 1.5] as double[], gamma, lambda), expected)

        where: """the residuals are 0 + γ 1 - 0.5, 1 + γ 1.5 - 1, 2 - 1.5:
            with γ = 0.5, 0, 0.75 and 0.5, of which the later ones count γ λ = 0.4 each token back: 0.75 + 0.4 * 0.5, 0 + 0.4 * 0.95;
            λ = 0 leaves the residuals, γ = λ = 1 the rewards to go less the value"""
        gamma | lambda || expected
        0.5   | 0.8    || [0.38, 0.95, 0.5]
        0.5   | 0      || [0, 0.75, 0.5]
        1     | 1      || [2.5, 2, 0.5]
    }

    def "whitened numbers have mean 0 and variance 1, over all rows"() {
        expect: 'mean 2.5, variance 5 / 3, 1.5 / √(5 / 3) = 1.161895, 0.5 / √(5 / 3) = 0.387298'
        def rows = Advantages.whiten([[1, 2] as double[], [3, 4] as double[]])
        near(rows[0], [-1.161895, -0.387298], 1e-6)
        near(rows[1], [0.387298, 1.161895], 1e-6)
    }

    def "PPO takes the KL from the reward of each token, and gives the rollout's reward to the last"() {
        expect: '-0.1 * 0.5, -0.1 * -0.2, 1 - 0.1 * 0.3'
        near(PpoTrainer.rewards(1, [0.5, -0.2, 0.3] as double[], 0.1), [-0.05, 0.02, 0.97])
    }
}
