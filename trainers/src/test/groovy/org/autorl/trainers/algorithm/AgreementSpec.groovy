package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.algorithm.RolloutSource.Rollout
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Settings that must agree do agree. */
class AgreementSpec extends Specification {
    static final List<String> TEXTS = [' has 3', ' has 12 more.', ' buys', ' 3', ' go to desk 1', ' apples. He', ' 1', ' buys 12']

    @Shared
    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    @Shared
    Policy base

    def setupSpec() {
        base = TinyPolicy.of(manager, 5)
    }

    List<TokenSequence> sequences() {
        TEXTS.collect { TokenSequence.of(base.tokenizer().encode('Tom'), base.tokenizer().encode(it)) }
    }

    /** The same rollouts whoever asks, as sampled by the base policy. */
    RolloutSource rollouts(List<TokenSequence> sequences = sequences()) {
        def logP = LogProbabilities.values(base, sequences, 8, manager)
        def all = (0..<8).collect { new Rollout(sequences[it], logP[it], (it % 3) as double, true) }
        return { int groups, int size, SplittableRandom random -> all.collate(size) } as RolloutSource
    }

    /** The weights after two steps of these settings. */
    Map<String, float[]> trained(Record settings, Object data) {
        def policy = base.frozenCopy(manager)
        switch (settings) {
            case SftTrainer.Settings -> new SftTrainer(policy, settings, Bandit.STILL, { a, s, m -> }).train(data, Checkpoints.none())
            case DpoTrainer.Settings -> new DpoTrainer(policy, Optional.empty(), settings, Bandit.STILL, { a, s, m -> }).train(data, Checkpoints.none())
            case KtoTrainer.Settings -> new KtoTrainer(policy, Optional.empty(), settings, Bandit.STILL, { a, s, m -> }).train(data, Checkpoints.none())
            default -> Bandit.train(settings, policy, Optional.of(base), data)
        }
        policy.weights().collectEntries { name, array -> [name, array.toFloatArray()] }
    }

    /** The distance of two trainings, as a share of how far they have come. */
    double apart(Map<String, float[]> a, Map<String, float[]> b) {
        distance(a, b) / distance(a, start())
    }

    double moved(Map<String, float[]> weights) {
        distance(weights, start())
    }

    Map<String, float[]> start() {
        base.weights().collectEntries { name, array -> [name, array.toFloatArray()] }
    }

    static double distance(Map<String, float[]> a, Map<String, float[]> b) {
        double sum = 0
        a.each { name, values -> values.eachWithIndex { value, i -> sum += (value - b[name][i]) ** 2 } }
        Math.sqrt(sum)
    }

    Object data(String algorithm) {
        def all = sequences()
        switch (algorithm) {
            case 'SFT' -> all
            case 'DPO' -> (0..<8).collect { new DpoTrainer.Preference(all[it], all[it < 4 ? 6 : 1]) }
            case 'KTO' -> (0..<8).collect { new KtoTrainer.Judged(all[it], it % 2 == 0) }
            default -> rollouts()
        }
    }

    def "eight rows at once move the weights as one row eight times does: #algorithm #more"() {
        given:
        def common = [maxSteps: 2, learningRate: 1e-3d, maxGradNorm: 1e3d, warmupSteps: 1] + more
        def once = trained(Options.change(settings, common + [perDeviceTrainBatchSize: 8, gradientAccumulationSteps: 1]), data(algorithm))
        def often = trained(Options.change(settings, common + [perDeviceTrainBatchSize: 1, gradientAccumulationSteps: 8]), data(algorithm))

        and: 'Adam divides by the size of a gradient, so where that is nearly 0, rounding can be seen; all else agrees'
        def difference = apart(once, often)
        def distance = moved(once)

        expect:
        difference < 0.01
        distance > 0.01

        where:
        algorithm | settings                             | more
        'SFT'     | SftTrainer.Settings.defaults()       | [:]
        'DPO'     | DpoTrainer.Settings.defaults()       | [:]
        'KTO'     | KtoTrainer.Settings.defaults()       | [:]
        'GRPO'    | GrpoTrainer.Settings.defaults()      | [:]
        'GRPO'    | GrpoTrainer.Settings.defaults()      | [lossType: GrpoTrainer.LossType.DAPO, beta: 0.1d]
        'RLOO'    | ReinforceTrainer.Settings.rloo()     | [:]
        'PPO'     | PpoTrainer.Settings.defaults()       | [:]
    }

    def "with one iteration, nothing is clipped, for the ratios are 1"() {
        given:
        def clipped = []
        def settings = Options.change(GrpoTrainer.Settings.defaults(),
            [maxSteps: 2, numIterations: iterations, learningRate: 1e-1d, warmupSteps: 1, perDeviceTrainBatchSize: 8, gradientAccumulationSteps: 1, epsilon: 1e-3d, epsilonHigh: 1e-3d])
        def policy = base.frozenCopy(manager)
        def anew = { int groups, int size, SplittableRandom random ->
            def logP = LogProbabilities.values(policy, sequences(), 8, manager)
            (0..<8).collect { new Rollout(sequences()[it], logP[it], (it % 3) as double, true) }.collate(size)
        } as RolloutSource

        when:
        Bandit.train(settings, policy, Optional.empty(), anew, { a, s, m -> clipped << m['clip_ratio/region_mean'] })

        then:
        clipped[0] == 0
        (clipped[1] == 0) == (iterations == 1)

        where:
        iterations << [1, 2]
    }

    def "if all lengths are equal, DAPO, BNPO and GRPO are one"() {
        given:
        def same = ['312', '123', '111', '321', '132', '213', '231', '222'].collect {
            TokenSequence.of(base.tokenizer().encode('Tom'), base.tokenizer().encode(it))
        }
        def weights = { type -> trained(Options.change(GrpoTrainer.Settings.defaults(), [maxSteps: 2, learningRate: 1e-3d, lossType: type, perDeviceTrainBatchSize: 8, gradientAccumulationSteps: 1]), rollouts(same)) }
        def grpo = weights(GrpoTrainer.LossType.GRPO)

        expect:
        same*.trainedTokens().unique() == [3]
        def dapo = apart(grpo, weights(GrpoTrainer.LossType.DAPO))
        def bnpo = apart(grpo, weights(GrpoTrainer.LossType.BNPO))
        def distance = moved(grpo)
        dapo < 0.01
        bnpo < 0.01
        distance > 0.01
    }

    def "a sequence gives the same alone, padded beside longer ones, and packed with others in a row"() {
        given:
        def all = sequences()
        def alone = all.collect { LogProbabilities.values(base, [it], 1, manager)[0] as List }
        def padded = LogProbabilities.values(base, all, 8, manager).collect { it as List }
        def packed = LogProbabilities.ofRows(base, [all[0..2], all[3..7]], manager).ofTokens().toFloatArray() as List

        expect:
        [alone.flatten(), padded.flatten(), packed].transpose().every { a, b, c -> Math.abs(a - b) < 1e-4 && Math.abs(a - c) < 1e-4 }
    }

    def "packing changes the rows, not what is learned from the whole data"() {
        given:
        def common = [maxSteps: 2, learningRate: 1e-3d, maxGradNorm: 1e3d, warmupSteps: 1]
        def plain = trained(Options.change(SftTrainer.Settings.defaults(), common + [perDeviceTrainBatchSize: 8]), sequences())
        def rows = Packing.rows(sequences(), 24).size()
        def packed = trained(Options.change(SftTrainer.Settings.defaults(), common + [perDeviceTrainBatchSize: rows, packing: true, maxLength: 24]), sequences())

        expect:
        rows < 8
        def difference = apart(plain, packed)
        def distance = moved(plain)
        difference < 0.01
        distance > 0.01
    }

    def "packing fills rows without losing, cutting or repeating a sequence"() {
        given:
        def lengths = [7, 3, 5, 2, 9, 1, 4, 12]
        def rows = Packing.rows(lengths.collect { TokenSequence.of([1] as long[], [2] * (it - 1) as long[]) }, 10)

        expect: 'the longest first, each where the least room is left; what is longer than a row is alone'
        rows.collect { row -> row.collect { it.tokens().length } } == [[12], [9, 1], [7, 3], [5, 4], [2]]
    }

    def "with completionOnlyLoss off, prompts are trained too"() {
        given:
        def tokens = []
        def settings = { Options.change(SftTrainer.Settings.defaults(), [maxSteps: 1, perDeviceTrainBatchSize: 8, completionOnlyLoss: it]) }
        def train = { new SftTrainer(base.frozenCopy(manager), settings(it), Bandit.STILL, { a, s, m -> tokens << m.num_tokens }).train(sequences(), Checkpoints.none()) }
        train(true)
        train(false)

        expect:
        tokens == [sequences().sum { it.trainedTokens() } as double, sequences().sum { it.tokens().length - 1 } as double]
    }
}
