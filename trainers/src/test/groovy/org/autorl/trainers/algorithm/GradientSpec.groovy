package org.autorl.trainers.algorithm

import ai.djl.engine.Engine
import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDManager
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Specification

/** What the engine differentiates is what a difference quotient measures, weight by weight. */
class GradientSpec extends Specification {
    static final double STEP = 1e-2

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    static List<TokenSequence> batch(Policy policy) {
        ['Tom has 3 apples.', TinyPolicy.TEXT].collect {
            def ids = policy.tokenizer().encode(it)
            new TokenSequence(ids, ([false] + [true] * (ids.length - 1)) as boolean[])
        }
    }

    double loss(Policy policy, List<TokenSequence> batch) {
        def scratch = manager.newSubManager()
        try {
            -LogProbabilities.of(policy, batch, scratch).ofTokens().mean().getFloat()
        } finally {
            scratch.close()
        }
    }

    def "the gradient of each weight of a #family decoder is the slope of the loss"() {
        given:
        def policy = TinyPolicy.of(manager, 3, family)
        def batch = batch(policy)
        def scratch = manager.newSubManager()
        policy.weights().values().each { it.setRequiresGradient(true) }
        Engine.instance.newGradientCollector().withCloseable { collector ->
            collector.backward(LogProbabilities.of(policy, batch, scratch).ofTokens().mean().neg())
        }

        expect:
        policy.weights().every { name, weight ->
            float[] gradient = weight.gradient.toFloatArray()
            weight.setRequiresGradient(false)
            double norm = Math.sqrt(gradient.collect { it * it }.sum() as double)
            def direction = manager.create(gradient.collect { (it / norm) as float } as float[], weight.shape)
            def before = weight.duplicate()
            double up = move(policy, batch, weight, before, direction, STEP)
            double down = move(policy, batch, weight, before, direction, -STEP)
            weight.set(before.toFloatArray())
            def slope = (up - down) / (2 * STEP)
            assert norm > 1e-6: name
            assert Math.abs(slope - norm) < 0.02 * norm + 2e-4: "$name: slope $slope, gradient $norm"
            true
        }

        cleanup:
        scratch.close()

        where:
        family << ['qwen2', 'qwen3', 'llama']
    }

    private double move(Policy policy, List<TokenSequence> batch, NDArray weight, NDArray from, NDArray direction, double by) {
        weight.set(from.add(direction.mul(by)).toFloatArray())
        loss(policy, batch)
    }
}
