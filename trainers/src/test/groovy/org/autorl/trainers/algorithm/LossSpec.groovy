package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.algorithm.DpoTrainer.Preference
import org.autorl.trainers.algorithm.GrpoTrainer.ImportanceSamplingLevel
import org.autorl.trainers.algorithm.GrpoTrainer.LossType
import org.autorl.trainers.algorithm.RolloutSource.Rollout
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Losses are what the papers' formulas give, worked out by hand. */
class LossSpec extends Specification {
    @Shared
    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    @Shared
    Policy policy

    def setupSpec() {
        policy = TinyPolicy.of(manager, 5)
    }

    static boolean near(double found, double expected, double tolerance = 2e-6) {
        assert Math.abs(found - expected) < tolerance
        true
    }

    static boolean near(float[] found, List<Number> expected) {
        found.length == expected.size() && (0..<found.length).every { near(found[it], expected[it]) }
    }

    TokenSequence sequence(String completion, String prompt = 'Tom') {
        TokenSequence.of(policy.tokenizer().encode(prompt), policy.tokenizer().encode(completion))
    }

    List<float[]> logP(List<TokenSequence> sequences) {
        LogProbabilities.values(policy, sequences, 4, manager)
    }

    /** A rollout whose tokens were so many times as likely as now, inverted: π / π_old are the ratios. */
    Rollout rollout(String completion, List<Double> ratios, double reward, boolean ended = true) {
        def sequence = sequence(completion)
        def now = logP([sequence])[0]
        assert now.length == ratios.size()
        new Rollout(sequence, [now as List, ratios].transpose().collect { (it[0] - Math.log(it[1])) as float } as float[], reward, ended)
    }

    GrpoTrainer grpo(Map changes, Optional<Policy> reference = Optional.empty()) {
        new GrpoTrainer(policy, reference, { g, s, r -> [] } as RolloutSource, Options.change(GrpoTrainer.Settings.defaults(), changes), Bandit.STILL, { a, s, m -> })
    }

    double loss(GrpoTrainer trainer, List<List<Rollout>> groups, int size = 64, Metrics metrics = new Metrics()) {
        def batch = trainer.batch(groups)
        def parts = Updater.parts(batch.rows(), size)
        parts.sum { trainer.loss(it, batch, parts.size(), manager, metrics).getFloat() }
    }

    /** Advantages ±1 (rewards 0 and 2, no scaling); ratios beyond the bounds 0.8 and 1.28, and within. */
    List<List<Rollout>> oneGroup() {
        [[rollout('312', [1.5d, 1.1d, 0.5d], 2), rollout('7', [0.6d], 0)]]
    }

    def "GRPO with loss type #type"() {
        given: 'gains: min(1.5, 1.28) + min(1.1, 1.1) + min(0.5, 0.8) = 2.88 for the good rollout, min(-0.6, -0.8) = -0.8 for the bad one'
        def settings = [lossType: type, scaleRewards: GrpoTrainer.ScaleRewards.NONE, maxCompletionLength: 10]
        def metrics = new Metrics()

        expect:
        near(loss(grpo(settings), oneGroup(), 1, metrics), expected)

        and: 'of 4 tokens, 1.5, 0.5 and 0.6 are out of bounds'
        near(metrics.get('clip_ratio/region_mean'), 0.75)

        where: 'the means are -(2.88 / 3 - 0.8 / 1) / 2, the same by backward pass, -2.08 / (2 rollouts * 10 tokens), -2.08 / 4 tokens'
        type             || expected
        LossType.GRPO    || -0.08
        LossType.BNPO    || -0.08
        LossType.DR_GRPO || -0.104
        LossType.DAPO    || -0.52
    }

    def "BNPO with one backward pass is a mean over all tokens"() {
        expect:
        near(loss(grpo([lossType: LossType.BNPO, scaleRewards: GrpoTrainer.ScaleRewards.NONE]), oneGroup(), 2), -0.52)
    }

    def "GRPO divides advantages by the group's deviation"() {
        expect: 'advantages ±1 / (√2 + 0.0001), so the loss is -0.08 / 1.4143136'
        near(loss(grpo([:]), oneGroup()), -0.08 / 1.4143136)
    }

    def "GSPO clips the geometric mean of a rollout's ratios"() {
        given: '(2 * 1 * 0.5)^(1/3) = 1 and 1.2 * 1.2 = 1.44, its root 1.2: gains 1 and max(-1.2, ...) -> min(-1.2, -1.1) = -1.2'
        def settings = [importanceSamplingLevel: ImportanceSamplingLevel.SEQUENCE, scaleRewards: GrpoTrainer.ScaleRewards.NONE, epsilonHigh: 0.1d]
        def group = [rollout('312', [2d, 1d, 0.5d], 2), rollout('31', [1.2d, 1.2d], 0)]

        expect:
        near(loss(grpo(settings), [group]), -(1 - 1.2) / 2)
    }

    def "truncated rollouts can be left out; they still count as rollouts"() {
        given:
        def group = [[rollout('312', [1.5d, 1.1d, 0.5d], 2, false), rollout('7', [0.6d], 0)]]

        expect: '0.8 / 2'
        near(loss(grpo([maskTruncatedCompletions: true, scaleRewards: GrpoTrainer.ScaleRewards.NONE]), group), 0.4)
    }

    def "a group whose rewards are all equal changes nothing"() {
        given:
        def equal = [rollout('312', [1d, 1d, 1d], 1), rollout('7', [1d], 1)]

        expect:
        near(loss(grpo([scaleRewards: GrpoTrainer.ScaleRewards.NONE]), oneGroup() + [equal]), -0.08)
        grpo([:]).batch([equal]).rows().empty
    }

    def "GRPO adds beta times the KL by #estimator"() {
        given: 'a reference that is the policy, but for one weight'
        def reference = policy.frozenCopy(manager)
        reference.weights()['model.norm.weight'].muli(5f)
        def group = [rollout('31', [1d, 1d], 2), rollout('7', [1d], 0)]
        def gap = group.collect { r ->
            [LogProbabilities.values(reference, [r.sequence()], 1, manager)[0], logP([r.sequence()])[0]].transpose().collect { it[0] - it[1] }
        }
        def trainer = grpo([beta: 0.5d, klEstimator: estimator, scaleRewards: GrpoTrainer.ScaleRewards.NONE], Optional.of(reference))

        expect: 'the gains cancel out, and the KL is a mean over each rollout, then over rollouts'
        gap.flatten().any { Math.abs(it) > 0.1 }
        near(loss(trainer, [group]), 0.5 * gap.collect { tokens -> tokens.sum { kl(it) } / tokens.size() }.sum() / 2, 1e-5)

        where:
        estimator      | kl
        KlEstimator.K2 | { x -> x * x / 2 }
        KlEstimator.K3 | { x -> Math.exp(x) - x - 1 }
    }

    def "the estimator #estimator of log 0.5 against log 0.25"() {
        expect: 'log r = log 0.5 = -0.693147, so 0.693147, 0.240227 and 0.5 + 0.693147 - 1'
        near(estimator.of(Math.log(0.5), Math.log(0.25)), expected)
        near(estimator.of(manager.create([Math.log(0.5) as float] as float[]), manager.create([Math.log(0.25) as float] as float[]), manager).getFloat(), expected)

        where:
        estimator      || expected
        KlEstimator.K1 || 0.693147
        KlEstimator.K2 || 0.240227
        KlEstimator.K3 || 0.193147
    }

    def "REINFORCE and RLOO weigh the log probability of a whole completion by its advantage"() {
        given:
        def trainer = new ReinforceTrainer(policy, Optional.empty(), { g, s, r -> [] } as RolloutSource, ReinforceTrainer.Settings.defaults(), Bandit.STILL, { a, s, m -> })
        def batch = [new ReinforceTrainer.Weighted(rollout('312', [1d, 1d, 1d], 0), 4.5), new ReinforceTrainer.Weighted(rollout('7', [1d], 0), -3)]
        def sums = batch.collect { logP([it.rollout().sequence()])[0].toList().sum() }

        expect: 'the mean of -A log π, also if it comes in two passes'
        near(trainer.loss(batch, batch, manager, new Metrics()).getFloat(), -(4.5 * sums[0] - 3 * sums[1]) / 2, 1e-4)
        near(batch.sum { trainer.loss([it], batch, manager, new Metrics()).getFloat() }, -(4.5 * sums[0] - 3 * sums[1]) / 2, 1e-4)
    }

    def "DPO: #what"() {
        given: 'log ratios of the chosen 0.4 and 1, of the rejected 0.1 and 2: h = 0.3 and -1'
        def settings = Options.change(DpoTrainer.Settings.defaults(), changes)

        expect:
        near(DpoTrainer.losses(manager.create([0.4, 1, 0.1, 2] as float[]), settings, manager).toFloatArray(), expected)

        where: """-log σ(0.15) = log(1 + e^-0.15) = 0.620957 and -log σ(-0.5) = log(1 + e^0.5) = 0.974077;
            the wrong way round 0.770957 and 0.474077, of which a tenth; IPO: (0.3 - 1 / (2 * 0.5))², (-1 - 1)²"""
        what                   | changes                                             || expected
        'sigmoid'              | [beta: 0.5d]                                        || [0.620957, 0.974077]
        'with label smoothing' | [beta: 0.5d, labelSmoothing: 0.1d]                  || [0.635957, 0.924077]
        'IPO'                  | [beta: 0.5d, lossType: DpoTrainer.LossType.IPO]     || [0.49, 4]
    }

    def "a policy that is its own reference has a DPO loss of log 2, without a reference that of its own log probabilities"() {
        given:
        def pairs = [new Preference(sequence('312'), sequence('7')), new Preference(sequence('1'), sequence('45'))]
        def trainer = { changes -> new DpoTrainer(policy, Optional.empty(), Options.change(DpoTrainer.Settings.defaults(), changes), Bandit.STILL, { a, s, m -> }) }
        def margins = pairs.collect { 0.1 * (logP([it.chosen()])[0].toList().sum() - logP([it.rejected()])[0].toList().sum()) }
        def metrics = new Metrics()

        expect:
        near(trainer([:]).with { it.loss(it.referenced(pairs), 2, manager, new Metrics()).getFloat() }, Math.log(2), 1e-5)
        near(trainer([referenceFree: true]).with { it.loss(it.referenced(pairs), 2, manager, metrics).getFloat() }, margins.sum { Math.log(1 + Math.exp(-it)) } / 2, 1e-5)
        near(metrics.get('rewards/margins'), margins.sum() / 2, 1e-5)
        near(metrics.get('rewards/accuracies'), margins.count { it > 0 } / 2)
    }

    def "KTO: desirable weight #desirable, undesirable weight #undesirable"() {
        given:
        def settings = Options.change(KtoTrainer.Settings.defaults(), [beta: 0.5d, desirableWeight: desirable, undesirableWeight: undesirable])

        expect: 'r = 1 and z_0 = 0.4: 1 - σ(0.5 * 0.6) = 0.425557, 1 - σ(0.5 * -0.6) = 0.574443'
        near(KtoTrainer.losses(manager.create([1, 1] as float[]), [true, false] as boolean[], 0.4, settings, manager).toFloatArray(), expected)

        where:
        desirable | undesirable || expected
        1         | 1           || [0.425557, 0.574443]
        2         | 0.5         || [0.851115, 0.287221]
    }

    def "KTO's baseline is the mean log ratio of prompts with the completions of others, and never below 0"() {
        given:
        def reference = policy.frozenCopy(manager)
        reference.weights()['model.norm.weight'].muli(5f)
        def judged = [sequence('312', 'Tom'), sequence('7', 'He buys'), sequence('1', '> go')].collect { new KtoTrainer.Judged(it, true) }
        def crossed = [sequence('7', 'Tom'), sequence('1', 'He buys'), sequence('312', '> go')]
        def sum = { Policy p -> LogProbabilities.values(p, crossed, 1, manager).sum { it.toList().sum() } }
        def of = { Policy p, Policy r -> new KtoTrainer(p, Optional.of(r), KtoTrainer.Settings.defaults(), Bandit.STILL, { a, s, m -> }).with { it.baseline(it.referenced(judged), manager) } }
        def expected = (sum(policy) - sum(reference)) / 3

        expect:
        Math.abs(expected) > 0.01
        near(of(policy, reference), Math.max(0, expected), 1e-5)
        near(of(reference, policy), Math.max(0, -expected), 1e-5)
    }

    def "the value loss of PPO takes the worse of the value and of the value kept near the old one"() {
        given: 'values 1, 0, 0.45 of old values 0.5 and returns 2, 2, 0.5, range 0.2: kept near 0.7, 0.3 and 0.45'
        def loss = PpoTrainer.ValueLoss.of(manager.create([1, 0, 0.45] as float[]), manager.create([0.5, 0.5, 0.5] as float[]), manager.create([2, 2, 0.5] as float[]), 0.2, manager)

        expect: 'halves of max(1, 1.69), max(4, 2.89), max(0.0025, 0.0025)'
        near(loss.losses().toFloatArray(), [0.845, 2, 0.00125])
        loss.clipped() == 1
    }

    def "PPO adds the policy's loss, a share of the value loss, and takes away a share of the entropy: #bonus"() {
        given: """a head that values everything at 0.5. Ratios 1.5 and 0.5 with advantages 1 and -1: gains min(1.5, 1.2) = 1.2 and
            min(-0.5, -0.8) = -0.8, so -0.2 as a mean; values 0.5 against returns 1.5 and 0.5: (1 + 0) / 2 / 2 = 0.25"""
        def settings = Options.change(PpoTrainer.Settings.defaults(), [klCoef: 0, vfCoef: 0.4d, entropyCoef: bonus])
        def trainer = new PpoTrainer(policy, Optional.empty(), { g, s, r -> [] } as RolloutSource, settings, Bandit.STILL, { a, s, m -> })
        def head = ValueHead.of(policy.config().hidden(), manager)
        head.bias().addi(0.5f)
        def batch = [new PpoTrainer.Judged(rollout('31', [1.5d, 0.5d], 0), [1, -1] as double[], [0.5, 0.5] as double[], [1.5, 0.5] as double[])]
        def metrics = new Metrics()
        def loss = trainer.loss(batch, batch, head, manager, metrics).getFloat()

        expect:
        near(metrics.get('loss/policy_avg'), -0.2)
        near(metrics.get('loss/value_avg'), 0.25)
        near(metrics.get('policy/clipfrac_avg'), 1)
        near(metrics.get('policy/approxkl_avg'), (Math.log(1.5)**2 + Math.log(0.5)**2) / 4, 1e-5)
        near(loss, -0.2 + 0.4 * 0.25 - bonus * metrics.get('policy/entropy_avg'), 1e-5)
        metrics.get('policy/entropy_avg') > 1

        where:
        bonus << [0d, 0.1d]
    }

    def "PPO's advantages and returns come from token rewards and the values of the head"() {
        given: 'a head that values everything at 0.5, γ = λ = 1: rewards to go are 1, 1, so advantages are 0.5'
        def settings = Options.change(PpoTrainer.Settings.defaults(), [klCoef: 0, lam: 1d, whitenAdvantages: false])
        def trainer = new PpoTrainer(policy, Optional.empty(), { g, s, r -> [] } as RolloutSource, settings, Bandit.STILL, { a, s, m -> })
        def head = ValueHead.of(policy.config().hidden(), manager)
        head.bias().addi(0.5f)
        def judged = trainer.judge([rollout('31', [1d, 1d], 1)], head, new Metrics())[0]

        expect:
        judged.values() as List == [0.5d, 0.5d]
        judged.advantages() as List == [0.5d, 0.5d]
        judged.returns() as List == [1d, 1d]
    }
}
