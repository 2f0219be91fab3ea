package org.autorl.trainers.algorithm

import ai.djl.ndarray.NDManager
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.policy.Policy
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class CheckpointSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    static final Map SHORT = [maxSteps: 6, learningRate: 1e-2d, perDeviceTrainBatchSize: 8, gradientAccumulationSteps: 1, warmupSteps: 2]

    /** A power cut after some steps. */
    static class Cut extends RuntimeException {}

    /** Trains a policy that is loaded anew, on prompts whose reward is the number of digits. */
    Policy train(String algorithm, Checkpoints checkpoints, int cutAt = 99, long seed = 3) {
        def policy = TinyPolicy.of(manager, 5)
        def prompt = policy.tokenizer().encode('Tom has')
        def log = { a, s, m -> if (s == cutAt) { throw new Cut() } } as MetricsLog
        def lines = ['Tom has', 'He buys'].collect { org.autorl.records.Json.object().put('prompt', it) }
        def source = new CompletionRollouts(policy, lines, 6, { line, text -> text.findAll('[0-9a-m]').size() as double } as RewardFunction)
        def more = SHORT + [seed: seed]
        switch (algorithm) {
            case 'sft' -> new SftTrainer(policy, Options.change(SftTrainer.Settings.defaults(), more + [perDeviceTrainBatchSize: 2]), Bandit.STILL, log)
                .train(['3', '12', ' go', ' apples', ' desk'].collect { TokenSequence.of(prompt, policy.tokenizer().encode(it)) }, checkpoints)
            case 'sft stream' -> new SftTrainer(policy, Options.change(SftTrainer.Settings.defaults(), more + [gradientAccumulationSteps: 2]), Bandit.STILL, log)
                .train((1..12).collect { [TokenSequence.of(prompt, [it] as long[])] }.iterator(), checkpoints)
            case 'grpo' -> Bandit.train(Options.change(GrpoTrainer.Settings.defaults(), more + [numIterations: 3]), policy, Optional.empty(), source, log, checkpoints)
            case 'ppo' -> Bandit.train(Options.change(PpoTrainer.Settings.defaults(), more + [numPpoEpochs: 3, klCoef: 0, vfCoef: 1d]), policy, Optional.empty(), source, log, checkpoints)
            case 'rft' -> Bandit.train(Options.change(RftTrainer.Settings.defaults(), more + [promptsPerRound: 2, stepsPerRound: 3]), policy, Optional.empty(), source, log, checkpoints)
            case 'rloo' -> Bandit.train(Options.change(ReinforceTrainer.Settings.rloo(), more + [beta: 0]), policy, Optional.empty(), source, log, checkpoints)
            case 'dpo' -> new DpoTrainer(policy, Optional.empty(), Options.change(DpoTrainer.Settings.defaults(), more + [perDeviceTrainBatchSize: 2]), Bandit.STILL, log)
                .train(['3', '12', '7'].collect { new DpoTrainer.Preference(TokenSequence.of(prompt, policy.tokenizer().encode(it)), TokenSequence.of(prompt, policy.tokenizer().encode(' go'))) }, checkpoints)
            case 'kto' -> new KtoTrainer(policy, Optional.empty(), Options.change(KtoTrainer.Settings.defaults(), more + [perDeviceTrainBatchSize: 2]), Bandit.STILL, log)
                .train(['3', '12', ' go'].collect { new KtoTrainer.Judged(TokenSequence.of(prompt, policy.tokenizer().encode(it)), it != ' go') }, checkpoints)
        }
        policy
    }

    static Map<String, List<Integer>> bits(Policy policy) {
        policy.weights().collectEntries { name, array -> [name, array.toFloatArray().collect { Float.floatToRawIntBits(it) }] }
    }

    def "#algorithm goes on from a checkpoint as if it had never stopped, bit by bit"() {
        given:
        def whole = bits(train(algorithm, Checkpoints.none()))

        when: 'it is cut off in its fifth step, and goes on from the third, which was saved'
        train(algorithm, Checkpoints.every(3, folder), 5)

        then:
        thrown(Cut)
        Checkpoint.latest(folder).get().fileName.toString() == 'checkpoint-3'

        when:
        def resumed = train(algorithm, Checkpoints.every(3, folder).resumingFrom(folder.resolve('checkpoint-3')))

        then:
        bits(resumed) == whole
        bits(Policy.load(folder.resolve('checkpoint-3'), manager)) != whole
        bits(Policy.load(Checkpoint.latest(folder).get(), manager)) == whole
        Checkpoint.latest(folder).get().fileName.toString() == 'checkpoint-6'

        where:
        algorithm << ['sft', 'sft stream', 'grpo', 'ppo', 'rft', 'rloo', 'dpo', 'kto']
    }

    def "the value head is part of a checkpoint, and no part of the policy"() {
        given:
        train('ppo', Checkpoints.every(3, folder))
        def checkpoint = Checkpoint.load(folder.resolve('checkpoint-3'))

        expect:
        checkpoint.weights().keySet().findAll { it.startsWith('value_head') } == ['value_head.bias', 'value_head.weight'] as Set
        checkpoint.weights()['value_head.weight'].values().any { it != 0 }
        checkpoint.moments().containsKey('second/value_head.weight')
        !Policy.load(folder.resolve('checkpoint-3'), manager).weights().keySet().any { it.startsWith('value_head') }
    }

    def "what a power cut left of a checkpoint is no checkpoint, and is not in the way"() {
        given:
        def part = Files.createDirectories(folder.resolve('.checkpoint-3.part'))
        Files.writeString(part.resolve('model.safetensors'), 'half')

        expect:
        Checkpoint.latest(folder).empty
        Checkpoint.latest(folder.resolve('nowhere')).empty

        when:
        train('sft', Checkpoints.every(3, folder))

        then:
        folder.toFile().list().sort() == ['checkpoint-3', 'checkpoint-6']
        folder.resolve('checkpoint-3').toFile().list().sort() ==
            ['config.json', 'generation_config.json', 'model.safetensors', 'tokenizer.json', 'trainer_state.json', 'training.safetensors']
    }

    def "a folder that is no checkpoint is refused"() {
        when:
        train('sft', Checkpoints.none().resumingFrom(folder))

        then:
        IllegalArgumentException e = thrown()
        e.message == "`${folder.fileName}` is no checkpoint: it holds no trainer_state.json"
    }

    def "a checkpoint of another algorithm and seed is refused"() {
        given:
        train('sft', Checkpoints.every(3, folder))

        when:
        train('grpo', Checkpoints.none().resumingFrom(folder.resolve('checkpoint-3')), 99, 4)

        then:
        IllegalArgumentException e = thrown()
        e.message == "the checkpoint is one of `sft`; this is `grpo`\nthe checkpoint's seed is 3, the settings' is 4"
    }
}
