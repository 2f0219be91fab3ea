package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Each algorithm finds the best of four arms, and with a KL the policy that is known to be best. */
class BanditSpec extends Specification {
    static final List<Double> ONE_GOOD = [0d, 0d, 1d, 0d]
    static final List<Double> GRADED = [0d, 0.25d, 0.5d, 1d]
    static final Map QUICK = [learningRate: 5e-3d, maxSteps: 40, perDeviceTrainBatchSize: 32, gradientAccumulationSteps: 1, seed: 3]

    @Shared
    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    @Shared
    Bandit bandit

    Policy policy
    List<Double> rewards = []
    MetricsLog log = { a, s, m -> rewards << m.reward } as MetricsLog

    def setupSpec() {
        bandit = new Bandit(manager)
    }

    def setup() {
        policy = bandit.policy.frozenCopy(manager)
    }

    static <S extends Record> S quick(S settings, Map more = [:]) {
        Options.change(settings, QUICK + more)
    }

    def "the arms are about equally likely at first"() {
        expect:
        bandit.probabilities(policy).every { it > 0.2 && it < 0.3 }
    }

    def "#name finds the best arm"() {
        when:
        Bandit.train(settings, policy, Optional.empty(), bandit.rollouts(policy, ONE_GOOD), log)

        then:
        rewards.take(2).every { it < 0.6 }
        bandit.probabilities(policy)[2] > 0.9

        where:
        name         | settings
        'REINFORCE'  | quick(ReinforceTrainer.Settings.defaults())
        'RLOO'       | quick(ReinforceTrainer.Settings.rloo(), [beta: 0])
        'GRPO'       | quick(GrpoTrainer.Settings.defaults())
        'Dr. GRPO'   | quick(GrpoTrainer.Settings.defaults(), [lossType: GrpoTrainer.LossType.DR_GRPO, scaleRewards: GrpoTrainer.ScaleRewards.NONE])
        'DAPO'       | quick(GrpoTrainer.Settings.defaults(), [lossType: GrpoTrainer.LossType.DAPO, dynamicSampling: true, numIterations: 2])
        'GSPO'       | quick(GrpoTrainer.Settings.defaults(), [importanceSamplingLevel: GrpoTrainer.ImportanceSamplingLevel.SEQUENCE, numIterations: 2])
        'PPO'        | quick(PpoTrainer.Settings.defaults(), [klCoef: 0, maxSteps: 80])
        'RFT'        | quick(RftTrainer.Settings.defaults(), [promptsPerRound: 8, stepsPerRound: 5])
    }

    // A group's mean holds the rollout itself, so that GRPO's rewards count 7 / 8 with groups of 8, and the KL 8 / 7 as much.
    def "#name with a KL comes to the policy that is known to be best, the reference times exp(reward / beta)"() {
        given:
        def before = bandit.probabilities(bandit.policy)
        def best = Bandit.tilted(before, GRADED, beta)

        when:
        Bandit.train(settings, policy, Optional.of(bandit.policy), bandit.rollouts(policy, GRADED), log)

        then: 'all probabilities are within 0.02, and the policy has moved further than that'
        def after = bandit.probabilities(policy)
        (0..3).every { Math.abs(after[it] - best[it]) < 0.02 }
        (best[3] - before[3]) > 0.2

        where:
        name         | beta        | settings
        'REINFORCE'  | 0.5         | quick(ReinforceTrainer.Settings.defaults(), SLOW + [beta: 0.5d])
        'RLOO'       | 0.5         | quick(ReinforceTrainer.Settings.rloo(), SLOW + [beta: 0.5d])
        'GRPO by k2' | 0.5 * 8 / 7 | quick(GrpoTrainer.Settings.defaults(), SLOW + [beta: 0.5d, klEstimator: KlEstimator.K2, scaleRewards: GrpoTrainer.ScaleRewards.NONE])
        'PPO'        | 0.5         | quick(PpoTrainer.Settings.defaults(), SLOW + [klCoef: 0.5d, whitenAdvantages: false])
    }

    static final Map SLOW = [maxSteps: 80, perDeviceTrainBatchSize: 96, learningRate: 5e-3d, lrSchedulerType: LrSchedulerType.LINEAR]
}
