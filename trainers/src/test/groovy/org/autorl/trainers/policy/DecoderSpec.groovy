package org.autorl.trainers.policy

import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.DataType
import ai.djl.ndarray.types.Shape
import org.autorl.records.policy.PolicyConfig
import org.autorl.trainers.TinyPolicy
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The program for the engine computes what plain operations, one by one, compute. */
class DecoderSpec extends Specification {
    static final long[] TEXT = [5, 77, 12, 130, 9, 9, 201] as long[]

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    Policy policy(String family, int heads, int kvHeads) {
        def tokenizer = TinyPolicy.tokenizer()
        def end = tokenizer.encode(BpeTrainer.END_OF_TEXT)[0] as int
        def builder = PolicyConfig.of(family).vocabulary(end + 1).hidden(24).layers(3).heads(heads).kvHeads(kvHeads).headDim(6)
            .intermediate(37).positions(64).tiedEmbeddings(heads == 4).endOfText(end)
        Policy.fresh(builder.build(), tokenizer, manager, 5).tap { shake(it) }
    }

    /** Norms of one and biases of nought would hide that they are left out. */
    static void shake(Policy policy) {
        def random = new Random(2)
        policy.weights().findAll { it.key.endsWith('norm.weight') || it.key.endsWith('bias') }.each { name, weight ->
            weight.set(weight.toFloatArray().collect { (it + 0.3 * random.nextGaussian()) as float } as float[])
        }
    }

    NDArray plainLogits(Policy policy, long[] tokens) {
        def decoder = new PlainDecoder(policy.config(), policy.weights(), RotaryTable.of(policy.config(), manager))
        int t = tokens.length
        def mask = (0..<t).collectMany { row -> (0..<t).collect { it <= row ? 0f : -1e9f } } as float[]
        decoder.logits(decoder.hidden(
            manager.create(tokens, new Shape(1, t)),
            manager.create((0..<t) as long[], new Shape(1, t)),
            manager.create(mask, new Shape(1, 1, 1, t, t)),
            Optional.empty()))
    }

    static double gap(NDArray a, NDArray b) {
        a.sub(b).abs().max().getFloat()
    }

    def "scores of a #family with #heads heads and #kvHeads key heads are those of plain operations"() {
        given:
        def policy = policy(family, heads, kvHeads)

        expect:
        gap(policy.decoder().logits(manager.create(TEXT, new Shape(1, TEXT.length)), manager), plainLogits(policy, TEXT)) < 1e-4

        where:
        family  | heads | kvHeads
        'qwen2' | 4     | 4
        'qwen2' | 4     | 2
        'llama' | 4     | 1
        'llama' | 6     | 3
        'qwen3' | 4     | 2
    }

    def "known next tokens get the logarithms that the scores imply, and their entropy"() {
        given:
        def policy = policy('qwen2', 4, 2)
        def expected = plainLogits(policy, TEXT).logSoftmax(-1)

        when:
        def scores = score(policy, TEXT, (0..<7) as long[], [] as long[], [1, 4] as long[])

        then:
        scores.logProbabilities().toFloatArray().toList().withIndex().every { p, i ->
            Math.abs(p - expected.getFloat(0, [1, 4][i], TEXT[[1, 4][i] + 1])) < 1e-5
        }
        Math.abs(scores.entropy().getFloat() - [1, 4].sum {
            def p = expected.get(0, it)
            -p.exp().mul(p).sum().getFloat()
        } / 2) < 1e-5
        scores.hidden().shape == new Shape(2, 24)
    }

    def "two texts packed into a row are scored as each alone"() {
        given:
        def policy = policy('qwen2', 4, 2)
        def first = TEXT[0..3] as long[]
        def second = TEXT[4..6] as long[]

        when:
        def packed = score(policy, TEXT, [0, 1, 2, 3, 0, 1, 2] as long[], [0, 0, 0, 0, 1, 1, 1] as long[], [0, 1, 2, 4, 5] as long[])
        def apart = score(policy, first, (0..<4) as long[], [] as long[], [0, 1, 2] as long[]).logProbabilities().toFloatArray().toList() +
            score(policy, second, (0..<3) as long[], [] as long[], [0, 1] as long[]).logProbabilities().toFloatArray().toList()

        then:
        packed.logProbabilities().toFloatArray().toList().withIndex().every { p, i -> Math.abs(p - apart[i]) < 1e-5 }
    }

    private Decoder.Scores score(Policy policy, long[] tokens, long[] positions, long[] segments, long[] predictors) {
        int t = tokens.length
        policy.decoder().score(
            manager.create(tokens, new Shape(1, t)),
            manager.create(positions, new Shape(1, t)),
            segments.length ? manager.create(segments, new Shape(1, t)) : manager.create(new Shape(0), DataType.INT64),
            manager.create(predictors),
            manager.create(predictors.collect { tokens[(it as int) + 1] } as long[]),
            manager)
    }
}
