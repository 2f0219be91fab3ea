package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import java.nio.file.Path
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.algorithm.RolloutSource.Rollout
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A number that is none ends the training, before it reaches the weights. */
class DivergenceSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    Policy policy
    TokenSequence sequence

    def setup() {
        policy = TinyPolicy.of(manager, 5)
        sequence = TokenSequence.of(policy.tokenizer().encode('Tom'), policy.tokenizer().encode(' has 3'))
    }

    static Map<String, List<Float>> numbers(Policy policy) {
        policy.weights().collectEntries { name, array -> [name, array.toFloatArray() as List] }
    }

    RolloutSource rollouts(List<List<Double>> rewards, float logP = -1, Map<String, Double> parts = [:]) {
        def call = 0
        return { int groups, int size, SplittableRandom random ->
            def now = rewards[call++]
            [now.collect { new Rollout(sequence, [logP] * sequence.trainedTokens() as float[], it, true, parts) }]
        } as RolloutSource
    }

    GrpoTrainer.Settings settings(Map more = [:]) {
        Options.change(GrpoTrainer.Settings.defaults(), [maxSteps: 3, numGenerations: 2, perDeviceTrainBatchSize: 2, gradientAccumulationSteps: 1] + more)
    }

    def "a reward that is no number is named, with the step that it would have been"() {
        given:
        def before = numbers(policy)
        def between = [:]
        def steps = []

        when:
        Bandit.train(settings(), policy, Optional.empty(), rollouts([[0d, 1d], [0d, Double.NaN]]), { a, s, m -> steps << s; between = numbers(policy) }, Checkpoints.every(1, folder))

        then: 'the first step has changed the weights and was saved, the second has not'
        TrainingDiverged e = thrown()
        e.message == 'training diverged at step 2: the reward is NaN; the weights are those of step 1'
        e.step() == 2
        steps == [1]
        between != before
        numbers(policy) == between
        folder.toFile().list() == ['checkpoint-1'] as String[]
    }

    def "of several reward functions, the broken one is named"() {
        when:
        Bandit.train(settings(), policy, Optional.empty(), rollouts([[0d, 1d]], -1f, [length: Double.POSITIVE_INFINITY, exact: 1d]))

        then:
        TrainingDiverged e = thrown()
        e.message == 'training diverged at step 1: the reward `length` is Infinity; the weights are those of step 0'
    }

    def "a loss that is no number moves nothing, and leaves no gradient for a later training"() {
        given:
        def before = numbers(policy)

        when: 'the sampling policy is said to have found the tokens impossible in one rollout of two'
        Bandit.train(settings(), policy, Optional.empty(), rollouts([[1d, 0d]], Float.NEGATIVE_INFINITY))

        then:
        TrainingDiverged e = thrown()
        e.message == 'training diverged at step 1: the loss is Infinity; the weights are those of step 0'
        numbers(policy) == before

        when:
        def settings = Options.change(SftTrainer.Settings.defaults(), [maxSteps: 1, perDeviceTrainBatchSize: 1])
        def fresh = TinyPolicy.of(manager, 5)
        [policy, fresh].each { new SftTrainer(it, settings, Bandit.STILL, { a, s, m -> }).train([sequence], Checkpoints.none()) }

        then:
        numbers(policy) == numbers(fresh)
    }

    def "a gradient that is no number names its weight, and moves nothing"() {
        given: 'a loss that is finite, and a gradient that is not: 1e30 squared overflows'
        def before = numbers(policy)
        def updater = new Updater(policy.weights(), manager, SftTrainer.Settings.defaults())
        Updater.PartLoss<TokenSequence> loss = { part, scratch, sums -> policy.weights()['model.norm.weight'].sum().mul(scratch.create(1e30f)) }

        when:
        updater.update(4, 1e-3, [[sequence]], loss, new Metrics())

        then:
        TrainingDiverged e = thrown()
        e.message == 'training diverged at step 4: the gradient of `model.norm.weight` is Infinity; the weights are those of step 3'
        numbers(policy) == before

        cleanup:
        updater.close()
    }

    def "weights that would be no numbers stay what they were"() {
        given: 'a rate with which a step leaves the numbers'
        def before = numbers(policy)
        def updater = new Updater(policy.weights(), manager, SftTrainer.Settings.defaults())
        Updater.PartLoss<TokenSequence> loss = { part, scratch, sums -> LogProbabilities.of(policy, part, scratch).ofTokens().mean().neg() }

        when:
        updater.update(1, 1e39, [[sequence]], loss, new Metrics())

        then:
        TrainingDiverged e = thrown()
        e.message.startsWith('training diverged at step 1: the weight of `')
        e.message.endsWith('; the weights are those of step 0')
        numbers(policy) == before

        cleanup:
        updater.close()
    }
}
