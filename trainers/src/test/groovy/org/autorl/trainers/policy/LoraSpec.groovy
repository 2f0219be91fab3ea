package org.autorl.trainers.policy

import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.Shape
import java.nio.file.Path
import java.time.Clock
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.algorithm.Checkpoints
import org.autorl.trainers.algorithm.Options
import org.autorl.trainers.algorithm.SftTrainer
import org.autorl.trainers.algorithm.TokenSequence
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Adapters learn, the weights beside them stay, and both together can be saved as one. */
class LoraSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    Policy policy = TinyPolicy.of(manager)

    NDArray logits(Policy of = policy) {
        def ids = policy.tokenizer().encode('Tom has 3 apples')
        of.decoder().logits(manager.create(ids, new Shape(1, ids.length)), manager)
    }

    static double gap(NDArray a, NDArray b) {
        a.sub(b).abs().max().getFloat()
    }

    static Map<String, List<Float>> numbers(Policy policy) {
        policy.weights().collectEntries { name, weight -> [name, weight.toFloatArray().toList()] }
    }

    void train() {
        def ids = policy.tokenizer().encode(TinyPolicy.TEXT)
        def settings = Options.change(SftTrainer.Settings.defaults(), [maxSteps: 10, learningRate: 1e-2d, perDeviceTrainBatchSize: 1])
        new SftTrainer(policy, settings, Clock.systemUTC(), { a, s, m -> }).train([TokenSequence.of([] as long[], ids)], Checkpoints.none())
    }

    def "fresh adapters change nothing, trained ones do, and the weights stay"() {
        given:
        def before = logits()
        def weights = numbers(policy)

        when:
        policy.adapt(new Lora(4, 8, ['q_proj', 'down_proj'], 1))

        then:
        gap(logits(), before) == 0
        policy.trainable().keySet() == [0, 1].collectMany { layer ->
            ['self_attn.q_proj', 'mlp.down_proj'].collectMany { ["model.layers.${layer}.${it}.lora_A.weight".toString(), "model.layers.${layer}.${it}.lora_B.weight".toString()] }
        }.toSet()

        when:
        train()

        then:
        gap(logits(), before) > 0.1
        numbers(policy) == weights
    }

    def "adapters that are merged, saved or copied make the policy that they made beside it"() {
        given:
        policy.adapt(new Lora(4, 8, Lora.ALL, 1))
        train()
        def adapted = logits()

        when:
        policy.save(folder)
        def copy = policy.frozenCopy(manager)

        then:
        gap(logits(Policy.load(folder, manager)), adapted) < 1e-5
        gap(logits(copy), adapted) < 1e-5

        when:
        policy.merge()

        then:
        gap(logits(), adapted) < 1e-5
        policy.trainable().keySet() == policy.weights().keySet()
    }

    def "adapters on adapters are refused"() {
        given:
        policy.adapt(new Lora(1, 1, ['q_proj'], 1))

        when:
        policy.adapt(new Lora(1, 1, ['q_proj'], 1))

        then:
        IllegalStateException e = thrown()
        e.message == 'the policy has adapters already; merge them first'
    }

    def "settings that make no sense are refused together"() {
        when:
        new Lora(0, 0, ['q_proj', 'query'], 1)

        then:
        IllegalArgumentException e = thrown()
        e.message == '''lora_r is 0; at least 1 is needed
lora_alpha is 0.0; it must be above 0
lora_target_modules has `query`; there are q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj'''
    }
}
