package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import org.autorl.trainers.algorithm.DpoTrainer.Preference
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Preferences raise what was chosen over what was rejected. */
class PreferenceSpec extends Specification {
    @Shared
    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    @Shared
    Bandit bandit

    def setupSpec() {
        bandit = new Bandit(manager)
    }

    static final Map QUICK = [learningRate: 2e-3d, maxSteps: 20, perDeviceTrainBatchSize: 3, lrSchedulerType: LrSchedulerType.CONSTANT_WITH_WARMUP, warmupRatio: 0]

    static double margin(List<Double> probabilities) {
        Math.log(probabilities[2]) - (Math.log(probabilities[0]) + Math.log(probabilities[1]) + Math.log(probabilities[3])) / 3
    }

    /** The third arm is better than each of the others. */
    List<Preference> pairs() {
        [0, 1, 3].collect { new Preference(bandit.said(bandit.arms[2]), bandit.said(bandit.arms[it])) }
    }

    def "DPO raises the margin: #more"() {
        given:
        def policy = bandit.policy.frozenCopy(manager)
        def seen = []
        def settings = Options.change(DpoTrainer.Settings.defaults(), QUICK + more)

        when:
        new DpoTrainer(policy, Optional.empty(), settings, Bandit.STILL, { a, s, m -> seen << m }).train(pairs(), Checkpoints.none())

        then:
        margin(bandit.probabilities(policy)) > margin(bandit.probabilities(bandit.policy)) + 1
        seen[-1]['rewards/margins'] > seen[0]['rewards/margins'] + 0.1
        seen[-1]['rewards/accuracies'] == 1
        seen[-1].loss < seen[0].loss

        where:
        more << [[:], [labelSmoothing: 0.1d], [referenceFree: true], [lossType: DpoTrainer.LossType.IPO]]
    }

    def "IPO stops where the margin is 1 / (2 beta)"() {
        given:
        def policy = bandit.policy.frozenCopy(manager)
        def settings = Options.change(DpoTrainer.Settings.defaults(), QUICK + [maxSteps: 60, lossType: DpoTrainer.LossType.IPO, beta: 0.5d, lrSchedulerType: LrSchedulerType.LINEAR])

        when:
        new DpoTrainer(policy, Optional.empty(), settings, Bandit.STILL, { a, s, m -> }).train(pairs(), Checkpoints.none())

        then:
        Math.abs(margin(bandit.probabilities(policy)) - margin(bandit.probabilities(bandit.policy)) - 1) < 0.1
    }

    def "KTO raises the desirable over the undesirable"() {
        given:
        def policy = bandit.policy.frozenCopy(manager)
        def seen = []
        def settings = Options.change(KtoTrainer.Settings.defaults(), QUICK + [perDeviceTrainBatchSize: 4])
        def judged = (0..3).collect { new KtoTrainer.Judged(bandit.said(bandit.arms[it]), it == 2) }

        when:
        new KtoTrainer(policy, Optional.empty(), settings, Bandit.STILL, { a, s, m -> seen << m }).train(judged, Checkpoints.none())

        then:
        margin(bandit.probabilities(policy)) > margin(bandit.probabilities(bandit.policy)) + 1
        seen[-1]['rewards/margins'] > 0.1
        seen[-1]['rewards/chosen'] > seen[-1]['rewards/rejected']
        seen.every { it.kl >= 0 }
    }

    def "no pairs, a lone completion, and empty completions are refused"() {
        given:
        def policy = bandit.policy
        def empty = new TokenSequence(bandit.prompt, new boolean[bandit.prompt.length])

        when:
        wrong(policy, bandit, empty)

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        message                                                                                || wrong
        'DPO needs at least one pair'                                                          || { p, b, n -> new DpoTrainer(p, Optional.empty(), DpoTrainer.Settings.defaults(), Bandit.STILL, { a, s, m -> }).train([], Checkpoints.none()) }
        'KTO needs at least 2 completions, because its baseline mixes prompts and completions' || { p, b, n -> new KtoTrainer(p, Optional.empty(), KtoTrainer.Settings.defaults(), Bandit.STILL, { a, s, m -> }).train([new KtoTrainer.Judged(b.said(1), true)], Checkpoints.none()) }
        'a chosen completion is empty\na rejected completion is empty'                         || { p, b, n -> new Preference(n, n) }
        'a completion is empty'                                                                || { p, b, n -> new KtoTrainer.Judged(n, true) }
        'SFT needs at least one sequence'                                                      || { p, b, n -> new SftTrainer(p, SftTrainer.Settings.defaults(), Bandit.STILL, { a, s, m -> }).train([n], Checkpoints.none()) }
    }
}
