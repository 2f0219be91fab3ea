package org.autorl.trainers

import ai.djl.ndarray.NDManager
import java.nio.file.Path
import java.time.Clock
import org.autorl.trainers.algorithm.Checkpoints
import org.autorl.trainers.algorithm.Options
import org.autorl.trainers.algorithm.SftTrainer
import org.autorl.trainers.algorithm.TokenSequence
import org.autorl.trainers.policy.Policy
import org.autorl.trainers.policy.Sampler
import org.autorl.trainers.policy.Tokenizer
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class PolicySpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    Tokenizer tokenizer = TinyPolicy.tokenizer()

    Policy tiny(long seed = 1) {
        TinyPolicy.of(manager, seed)
    }

    static List<String> complete(Policy policy, List<String> prompts, int tokens = 12) {
        def sampler = new Sampler(policy, prompts.size(), 60)
        try {
            sampler.append(prompts.collect { policy.tokenizer().encode(it) })
            sampler.generate([true] * prompts.size() as boolean[], new Sampler.Settings(tokens, 0, []), new SplittableRandom(1))
                .collect { it.tokens().toList().toString() }
        } finally {
            sampler.close()
        }
    }

    def "text survives tokens and back, and each digit is a token"() {
        expect:
        tokenizer.decode(tokenizer.encode('Tom has 312 apples.\n> go')) == 'Tom has 312 apples.\n> go'
        tokenizer.encode('312').length == 3
    }

    def "a batch of different lengths completes as each prompt alone does"() {
        given:
        def policy = tiny()
        def prompts = ['Tom has 3', 'He', 'Tom has 3 apples. He buys 12 more.']

        expect:
        complete(policy, prompts) == prompts.collect { complete(policy, [it])[0] }
    }

    def "a cached continuation equals one that sees the whole text anew"() {
        given:
        def policy = tiny()
        def prompt = policy.tokenizer().encode('Tom has 3 apples')

        when:
        def all = (prompt as List)
        12.times {
            def sampler = new Sampler(policy, 1, 60)
            sampler.append([all as long[]])
            all += sampler.generate([true] as boolean[], new Sampler.Settings(1, 0, []), new SplittableRandom(1))[0].tokens()[0]
            sampler.close()
        }

        then:
        complete(policy, ['Tom has 3 apples'])[0] == all.drop(prompt.length).toString()
    }

    def "a saved policy is the same policy"() {
        given:
        def policy = tiny()

        when:
        policy.save(folder)

        then:
        complete(Policy.load(folder, manager), ['Tom has']) == complete(policy, ['Tom has'])
    }

    def "a policy whose weights do not fit its configuration is refused by name"() {
        given:
        tiny().save(folder)
        def config = folder.resolve('config.json').toFile()
        config.text = config.text.replace('"intermediate_size" : 24', '"intermediate_size" : 32')

        when:
        Policy.load(folder, manager)

        then:
        IllegalArgumentException e = thrown()
        e.message == '`model.layers.0.mlp.down_proj.weight` has shape [16, 24]; config.json asks for [16, 32]'
    }

    def "SFT learns a text by heart, also when memory is freed all the time"() {
        given:
        def policy = tiny()
        def ids = policy.tokenizer().encode('Tom has 3 apples. He buys 12 more.')
        def trained = [false] + [true] * (ids.length - 1)
        def losses = []

        when:
        def settings = Options.change(SftTrainer.Settings.defaults(),
            [maxSteps: 60, learningRate: 2e-2d, weightDecay: 0, perDeviceTrainBatchSize: 4])
        new SftTrainer(policy, settings, Clock.systemUTC(), { a, s, m -> losses << m.loss; if (s % 5 == 0) System.gc() })
            .train([new TokenSequence(ids, trained as boolean[])], Checkpoints.none())

        then:
        losses.size() == 60
        losses[0] > 5
        losses[-1] < 0.5
    }
}
