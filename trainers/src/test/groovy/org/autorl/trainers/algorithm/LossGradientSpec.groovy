package org.autorl.trainers.algorithm

import ai.djl.engine.Engine
import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDManager
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.algorithm.RolloutSource.Rollout
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The slope of each loss along its own gradient is the gradient's norm, over all weights at once. */
class LossGradientSpec extends Specification {
    static final double STEP = 2e-3

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    Policy policy
    Policy reference
    ValueHead head

    def setup() {
        policy = TinyPolicy.of(manager, 5)
        reference = policy.frozenCopy(manager)
        reference.weights()['model.norm.weight'].muli(1.2f)
        head = ValueHead.of(policy.config().hidden(), manager)
        head.weight().addi(0.1f)
    }

    TokenSequence sequence(String completion) {
        TokenSequence.of(policy.tokenizer().encode('Tom has'), policy.tokenizer().encode(completion))
    }

    /** Log probabilities of the sampling policy that keep all ratios away from the corners of the clipping. */
    Rollout rollout(String completion, List<Double> ratios, double reward) {
        def sequence = sequence(completion)
        def now = LogProbabilities.values(policy, [sequence], 1, manager)[0]
        new Rollout(sequence, [now as List, ratios].transpose().collect { (it[0] - Math.log(it[1])) as float } as float[], reward, true)
    }

    List<Rollout> group() {
        [rollout('312', [1.5d, 1.1d, 0.5d], 2), rollout('75', [0.6d, 0.95d], 0), rollout('7', [1.05d], 0.5)]
    }

    Closure<NDArray> loss(String name) {
        def source = { g, s, r -> [] } as RolloutSource
        def silent = { a, s, m -> } as MetricsLog
        def changed = { settings, changes -> Options.change(settings, changes) }
        def trainer, batch, rows, changes, settings
        switch (name) {
            case 'SFT':
                return { NDManager m -> LogProbabilities.of(policy, [sequence('312'), sequence('7')], m).ofTokens().mean().neg() }
            case ~/GRPO.*|GSPO/:
                changes = [beta: name.contains('k2') || name.contains('k3') ? 0.3d : 0d, klEstimator: name.contains('k2') ? KlEstimator.K2 : KlEstimator.K3,
                               lossType: name.contains('DAPO') ? GrpoTrainer.LossType.DAPO : GrpoTrainer.LossType.GRPO,
                               importanceSamplingLevel: name == 'GSPO' ? GrpoTrainer.ImportanceSamplingLevel.SEQUENCE : GrpoTrainer.ImportanceSamplingLevel.TOKEN]
                trainer = new GrpoTrainer(policy, Optional.of(reference), source, changed(GrpoTrainer.Settings.defaults(), changes), Bandit.STILL, silent)
                batch = trainer.batch([group()])
                return { NDManager m -> trainer.loss(batch.rows(), batch, 1, m, new Metrics()) }
            case 'RLOO':
                trainer = new ReinforceTrainer(policy, Optional.empty(), source, changed(ReinforceTrainer.Settings.rloo(), [beta: 0]), Bandit.STILL, silent)
                batch = [group(), [-1d, 0.7d, 0.3d]].transpose().collect { r, a -> new ReinforceTrainer.Weighted(r, a) }
                return { NDManager m -> trainer.loss(batch, batch, m, new Metrics()) }
            case 'PPO':
                settings = changed(PpoTrainer.Settings.defaults(), [klCoef: 0, vfCoef: 0.5d, entropyCoef: 0.1d])
                trainer = new PpoTrainer(policy, Optional.empty(), source, settings, Bandit.STILL, silent)
                batch = trainer.judge(group(), head, new Metrics())
                return { NDManager m -> trainer.loss(batch, batch, head, m, new Metrics()) }
            case ~/DPO|cDPO|IPO/:
                changes = [lossType: name == 'IPO' ? DpoTrainer.LossType.IPO : DpoTrainer.LossType.SIGMOID, labelSmoothing: name == 'cDPO' ? 0.1d : 0d]
                trainer = new DpoTrainer(policy, Optional.of(reference), changed(DpoTrainer.Settings.defaults(), changes), Bandit.STILL, silent)
                rows = trainer.referenced([new DpoTrainer.Preference(sequence('312'), sequence('7')), new DpoTrainer.Preference(sequence('1'), sequence('45'))])
                return { NDManager m -> trainer.loss(rows, 2, m, new Metrics()) }
            case 'KTO':
                trainer = new KtoTrainer(policy, Optional.of(reference), changed(KtoTrainer.Settings.defaults(), [beta: 0.5d, undesirableWeight: 2d]), Bandit.STILL, silent)
                rows = trainer.referenced([new KtoTrainer.Judged(sequence('312'), true), new KtoTrainer.Judged(sequence('7'), false)])
                return { NDManager m -> trainer.loss(rows, rows, 0.2, m, new Metrics()) }
        }
    }

    double value(Closure<NDArray> loss) {
        def scratch = manager.newSubManager()
        try {
            loss(scratch).getFloat()
        } finally {
            scratch.close()
        }
    }

    def "the gradient of #name is the slope of its loss"() {
        given:
        def loss = loss(name)
        def weights = new TreeMap<String, NDArray>(policy.weights())
        if (name == 'PPO') {
            weights.putAll(head.weights())
        }
        weights.values().each { it.setRequiresGradient(true) }
        def scratch = manager.newSubManager()
        Engine.instance.newGradientCollector().withCloseable { it.backward(loss(scratch)) }
        scratch.close()
        def gradients = weights.values().collect { it.gradient.duplicate() }
        weights.values().each { it.setRequiresGradient(false) }
        double norm = Math.sqrt(gradients.sum { it.square().sum().getFloat() } as double)
        def arrays = weights.values() as List
        def before = arrays.collect { it.duplicate() }
        def along = { double by ->
            arrays.eachWithIndex { NDArray array, int i ->
                array.set(before[i].add(gradients[i].mul((by / norm) as float)).toFloatArray())
            }
            value(loss)
        }
        def slope = (along(STEP) - along(-STEP)) / (2 * STEP)

        expect:
        norm > 1e-3
        Math.abs(slope - norm) < 0.02 * norm + 2e-4

        where:
        name << ['SFT', 'GRPO', 'GRPO with k2', 'GRPO with k3', 'GRPO as DAPO', 'GSPO', 'RLOO', 'PPO', 'DPO', 'cDPO', 'IPO', 'KTO']
    }
}
