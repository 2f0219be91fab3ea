package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import java.time.InstantSource
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.policy.Policy
import org.autorl.trainers.policy.Sampler

/** One prompt, after which a policy says one token; four tokens are arms, which it has learned to say about equally often. */
class Bandit {
    static final InstantSource STILL = InstantSource.fixed(java.time.Instant.EPOCH)

    final Policy policy
    final long[] prompt
    final List<Long> arms

    Bandit(NDManager manager) {
        policy = TinyPolicy.of(manager)
        prompt = policy.tokenizer().encode('Tom')
        arms = [' has', '3', 'desk', '.'].collect { policy.tokenizer().encode(it)[0] }
        def settings = Options.change(SftTrainer.Settings.defaults(), [learningRate: 1e-2d, maxSteps: 60, weightDecay: 0, perDeviceTrainBatchSize: 4])
        new SftTrainer(policy, settings, STILL, { a, s, m -> }).train(arms.collect { said(it) }, Checkpoints.none())
    }

    TokenSequence said(long arm) {
        TokenSequence.of(prompt, [arm] as long[])
    }

    /** Of the four arms, exactly. */
    List<Double> probabilities(Policy of) {
        def manager = of.newManager()
        try {
            LogProbabilities.values(of, arms.collect { said(it) }, 4, manager).collect { Math.exp(it[0]) }
        } finally {
            manager.close()
        }
    }

    /** Rollouts whose reward is that of the arm, 0 for another token. */
    RolloutSource rollouts(Policy of, List<Double> rewards) {
        { int groups, int size, SplittableRandom random ->
            def rows = groups * size
            def sampler = new Sampler(of, rows, prompt.length + 1)
            sampler.append([prompt] * rows)
            def done = sampler.generate([true] * rows as boolean[], new Sampler.Settings(1, 1, []), random)
            sampler.close()
            done.collect {
                int arm = arms.indexOf(it.tokens()[0])
                new RolloutSource.Rollout(TokenSequence.of(prompt, it.tokens()), it.logProbabilities(), arm < 0 ? 0d : rewards[arm], true)
            }.collate(size)
        } as RolloutSource
    }

    /** The arms' probabilities times exp(reward / beta), normalised with all other tokens, whose reward is 0. */
    static List<Double> tilted(List<Double> reference, List<Double> rewards, double beta) {
        def weights = [reference, rewards].transpose().collect { p, r -> p * Math.exp(r / beta) }
        def sum = weights.sum() + 1 - reference.sum()
        weights.collect { it / sum }
    }

    /** Trains by the algorithm whose settings these are. */
    static int train(Record settings, Policy policy, Optional<Policy> reference, RolloutSource source, MetricsLog log = { a, s, m -> }, Checkpoints checkpoints = Checkpoints.none()) {
        switch (settings) {
            case ReinforceTrainer.Settings -> new ReinforceTrainer(policy, reference, source, settings, STILL, log).train(checkpoints)
            case GrpoTrainer.Settings -> new GrpoTrainer(policy, reference, source, settings, STILL, log).train(checkpoints)
            case PpoTrainer.Settings -> new PpoTrainer(policy, reference, source, settings, STILL, log).train(checkpoints)
            case RftTrainer.Settings -> new RftTrainer(policy, source, settings, STILL, log).train(checkpoints)
        }
    }
}
