package org.autorl.trainers

import ai.djl.Device
import ai.djl.engine.Engine
import ai.djl.ndarray.NDManager
import java.time.Duration
import java.time.InstantSource
import org.autorl.trainers.algorithm.GrpoTrainer
import org.autorl.trainers.algorithm.MetricsLog
import org.autorl.trainers.algorithm.RolloutSource
import org.autorl.trainers.algorithm.TokenSequence
import org.autorl.trainers.policy.Sampler
import spock.lang.Requires
import spock.lang.Specification

/** The same code on CUDA, where DJL sees a GPU: docs/guides/gpu.md says how to make it see one. */
@Requires(value = { GpuSpec.GPUS > 0 }, reason = 'DJL sees no GPU: none is here, or its natives are for the CPU (docs/guides/gpu.md)')
class GpuSpec extends Specification {
    static final int GPUS = Engine.getInstance().getGpuCount()
    static final Sampler.Settings GREEDY = new Sampler.Settings(8, 0, [])

    private static List<long[]> complete(policy) {
        def sampler = new Sampler(policy, 2, 40)
        try {
            sampler.append(['Tom has', '> go to desk'].collect { policy.tokenizer().encode(it) })
            sampler.generate([true, true] as boolean[], GREEDY, new SplittableRandom(1))*.tokens()
        } finally {
            sampler.close()
        }
    }

    def "greedy completions on the GPU are those on the CPU"() {
        given:
        def cpu = NDManager.newBaseManager(Device.cpu())
        def gpu = NDManager.newBaseManager(Device.gpu())

        expect:
        complete(TinyPolicy.of(gpu)) == complete(TinyPolicy.of(cpu))

        cleanup:
        [cpu, gpu]*.close()
    }

    def "a weight and its gradient live on the GPU, and a step of GRPO moves it"() {
        given:
        def gpu = NDManager.newBaseManager(Device.gpu())
        def policy = TinyPolicy.of(gpu)
        def name = 'model.layers.0.mlp.up_proj.weight'
        def before = policy.weights()[name].toFloatArray()
        List<Map<String, Double>> steps = []

        and: 'two completions of one prompt, the first is right'
        def prompt = policy.tokenizer().encode('Tom has')
        RolloutSource source = { int groups, int size, random ->
            [[0L, 1L].collect { last ->
                def tokens = [*prompt.toList(), last] as long[]
                def trained = new boolean[tokens.length]
                trained[tokens.length - 1] = true
                new RolloutSource.Rollout(new TokenSequence(tokens, trained), [-5f] as float[], 1d - last, true)
            }]
        }
        MetricsLog log = { String kind, int step, metrics -> steps << new LinkedHashMap(metrics) }
        def settings = new GrpoTrainer.Settings(1, 1, 2, 1, 0.2, 0.2, 0, GrpoTrainer.LossType.GRPO, true, 8, 1e-2, Duration.ofMinutes(1), 1)

        when:
        new GrpoTrainer(policy, Optional.empty(), source, settings, InstantSource.system(), log).train()

        then:
        policy.weights()[name].device == Device.gpu()
        policy.weights()[name].toFloatArray() != before
        steps[0].grad_norm > 0

        cleanup:
        gpu?.close()
    }
}
