package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import com.fasterxml.jackson.databind.node.ObjectNode
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import org.autorl.records.Json
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.algorithm.RolloutSource.Rollout
import spock.lang.AutoCleanup
import spock.lang.Specification

class TrainingLoopSpec extends Specification {
    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    def policy = TinyPolicy.of(manager)
    def sequence = TokenSequence.of(policy.tokenizer().encode('Tom'), policy.tokenizer().encode(' has 3'))

    GrpoTrainer.Settings settings(Map more) {
        Options.change(GrpoTrainer.Settings.defaults(), [maxSteps: 10, numGenerations: 2, perDeviceTrainBatchSize: 2, gradientAccumulationSteps: 1] + more)
    }

    /** One group for each step, of which the second rollout has this reward, the first none. */
    RolloutSource rewards(List<Double> second) {
        def call = 0
        return { int groups, int size, SplittableRandom random ->
            def now = [0d, second[Math.min(call++, second.size() - 1)]]
            [now.collect { new Rollout(sequence, [-1f] * sequence.trainedTokens() as float[], it, true) }]
        } as RolloutSource
    }

    def "training stops after so many steps without a better reward"() {
        expect: 'the third was the best'
        Bandit.train(settings(earlyStoppingPatience: 2), policy, Optional.empty(), rewards([1d, 2d, 3d, 2d, 3d, 9d])) == 5
    }

    def "of a loss, less is better"() {
        given:
        def settings = Options.change(SftTrainer.Settings.defaults(), [maxSteps: 40, learningRate: 1e-2d, earlyStoppingPatience: 3])

        expect: 'it falls all the time'
        new SftTrainer(policy, settings, Bandit.STILL, { a, s, m -> }).train([sequence], Checkpoints.none()) == 40
    }

    def "a metric that nobody logs cannot stop anything"() {
        when:
        Bandit.train(settings(earlyStoppingPatience: 2, metricForBestModel: 'eval_loss'), policy, Optional.empty(), rewards([1d]))

        then:
        IllegalArgumentException e = thrown()
        e.message == 'metric_for_best_model is `eval_loss`; logged are clip_ratio/region_mean, completions/clipped_ratio, completions/mean_length, ' +
            'entropy, frac_reward_zero_std, grad_norm, learning_rate, loss, reward, reward_std'
    }

    def "no step begins after the time limit"() {
        given: 'a clock that each step moves on by a second'
        def now = Instant.EPOCH
        InstantSource clock = { now } as InstantSource
        def log = { a, s, m -> now = now.plusSeconds(1) } as MetricsLog

        expect:
        new GrpoTrainer(policy, Optional.empty(), rewards([1d]), settings(timeLimit: Duration.ofSeconds(3)), clock, log).train(Checkpoints.none()) == 4
    }

    def "a step from which nothing can be learned is logged without a loss"() {
        given:
        def seen = []
        def before = policy.weights().collectEntries { name, array -> [name, array.toFloatArray() as List] }

        when:
        Bandit.train(settings(maxSteps: 1), policy, Optional.empty(), rewards([0d]), { a, s, m -> seen << m })

        then:
        seen[0].frac_reward_zero_std == 1
        !seen[0].containsKey('loss')
        policy.weights().collectEntries { name, array -> [name, array.toFloatArray() as List] } == before
    }

    def "dynamic sampling asks again for groups that teach nothing, so often and no more"() {
        given:
        def seen = []

        when:
        Bandit.train(settings(maxSteps: 1, dynamicSampling: true, maxResamples: 2), policy, Optional.empty(), rewards(second), { a, s, m -> seen << m })

        then:
        seen[0]['dynamic_sampling/resamples'] == resamples
        seen[0].containsKey('loss') == taught

        where:
        second           || resamples | taught
        [1d]             || 0         | true
        [0d, 1d]         || 1         | true
        [0d, 0d, 0d, 1d] || 2         | false
    }

    def "several reward functions are weighed, and each is logged"() {
        given:
        def lines = [Json.object().put('prompt', 'Tom has').put('answer', '3')]
        def source = new CompletionRollouts(policy, lines, [
            new RewardFunction.Weighted('exact', 2, { ObjectNode line, String text -> line.get('answer').asText() == '3' ? 1 : 0 } as RewardFunction),
            new RewardFunction.Weighted('length', 0.5, { line, text -> 4 } as RewardFunction)], 5, 1)
        def groups = source.sample(2, 3, new SplittableRandom(1))
        def metrics = RolloutMetrics.of(groups)

        expect:
        groups*.size() == [3, 3]
        groups.flatten()*.reward().unique() == [4d]
        metrics['rewards/exact/mean'] == 1
        metrics['rewards/exact/std'] == 0
        metrics['rewards/length/mean'] == 4
    }

    def "prompts, names and lengths that cannot be are refused, all at once"() {
        when:
        new CompletionRollouts(policy, [Json.object().put('question', 'Tom')], [], 0, 0)

        then:
        IllegalArgumentException e = thrown()
        e.message == '''\
            there is no reward function
            max_completion_length is 0; at least 1 is needed
            temperature is 0; a number above 0 is needed
            line 1 of the data has no `prompt`'''.stripIndent()
    }

    def "RFT keeps #keep of what was rewarded, each once"() {
        given:
        def said = { String text, double reward -> new Rollout(TokenSequence.of([1] as long[], policy.tokenizer().encode(text)), new float[0], reward, true) }
        def groups = [[said('1', 1), said('2', 2), said('1', 1)], [said('3', 0.5)], [said('4', 1), said('5', 1)]]
        def settings = Options.change(RftTrainer.Settings.defaults(), [keep: keep])

        expect:
        RftTrainer.kept(groups, settings).collect { policy.tokenizer().decode(it.tokens()[1..-1] as long[]) } == texts

        where:
        keep                     || texts
        RftTrainer.Keep.REWARDED || ['2', '1', '4', '5']
        RftTrainer.Keep.BEST     || ['2', '4']
    }

    def "data is shuffled anew for each epoch, and none is left out"() {
        given:
        def order = new DataOrder(5, 3)
        def seen = (1..4).collect { order.batch(it, 5) }

        expect:
        seen.every { it.sort(false) == [0, 1, 2, 3, 4] }
        seen.unique(false).size() > 1
        (1..10).collect { new DataOrder(5, 3).batch(it, 2) }.flatten() == seen.flatten()
        DataOrder.steps(5, 2, 4) == 3
    }
}
