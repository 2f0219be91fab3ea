package org.autorl.trainers.cli

import ai.djl.ndarray.NDManager
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.util.concurrent.TimeUnit
import org.autorl.records.Json
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.policy.Policy
import org.autorl.trainers.policy.Policy
import org.autorl.trainers.script.Algorithms
import org.autorl.trainers.script.Interruption
import org.autorl.trainers.script.Mistake
import org.autorl.trainers.script.Quiet
import org.autorl.trainers.script.TrainingRun
import spock.lang.Specification
import spock.lang.TempDir

class TrainCommandSpec extends Specification {
    @TempDir
    Path folder

    ByteArrayOutputStream out = new ByteArrayOutputStream()
    ByteArrayOutputStream err = new ByteArrayOutputStream()

    def setup() {
        NDManager.newBaseManager().withCloseable { manager -> TinyPolicy.of(manager).save(folder.resolve('base')) }
        write('train.jsonl', (1..6).collect { [prompt: "Tom has $it".toString(), answer: ' apples.', chosen: ' apples.', rejected: ' go', label: it % 2 == 0] })
        folder.resolve('reward.groovy').toFile().text = '{ prompt, completion -> completion.count("a") - 0.1 * completion.size() }'
    }

    void write(String name, List<Map> lines) {
        folder.resolve(name).toFile().text = lines.collect { Json.canonical(it) + '\n' }.join()
    }

    int train(String words) {
        new TrainCommand(new PrintStream(out), new PrintStream(err)).run(words.tokenize(' ').collect { it.replace('@', "$folder/") })
    }

    String told() {
        err.toString().replace("$folder/", '@')
    }

    def "#algorithm trains from folder to folder, with metrics and settings beside the policy"() {
        given:
        def rewarded = Algorithms.named(algorithm).get().rewarded()
        def words = "$algorithm --model @base --data @train.jsonl --out @out --max-steps 2 --per-device-train-batch-size 4 --learning-rate=1e-3 --seed 3" +
            (rewarded ? ' --reward @reward.groovy --max-completion-length 6' : '') + (algorithm == 'rft' ? ' --reward-threshold -100 --prompts-per-round 2' : '')

        expect:
        train(words) == 0
        out.toString() == "$folder/out\n"
        told().readLines()*.replaceAll(/, .*/, '') == ["$algorithm: step 1 of 2", "$algorithm: step 2 of 2"]
        folder.resolve('out').toFile().list().sort() == ['config.json', 'generation_config.json', 'metrics.jsonl', 'model.safetensors', 'tokenizer.json', 'training_args.json']
        folder.resolve('out/model.safetensors').toFile().bytes != folder.resolve('base/model.safetensors').toFile().bytes
        def lines = folder.resolve('out/metrics.jsonl').toFile().readLines().collect { Json.read(it, Map) }
        lines*.step == [1, 2]
        lines.every { it.stage == algorithm && it.loss != null && it.grad_norm != null && it.learning_rate != null }
        lines.every { (it['rewards/reward/mean'] != null) == rewarded }
        def settings = Json.read(folder.resolve('out/training_args.json').toFile().text, Map)
        settings.subMap('algorithm', 'learning_rate', 'max_steps', 'seed', 'per_device_train_batch_size') ==
            [algorithm: algorithm, learning_rate: 0.001d, max_steps: 2, seed: 3, per_device_train_batch_size: 4]
        settings.rewards == (rewarded ? [[name: 'reward', weight: 1.0d, source: "$folder/reward.groovy".toString()]] : [])

        where:
        algorithm << Algorithms.all()*.name()
    }

    def "adapters are trained by options, and merged into what is saved"() {
        expect:
        train('sft --model @base --data @train.jsonl --out @out --max-steps 2 --learning-rate 1e-2 --lora-r 2 --lora-target-modules q_proj') == 0
        NDManager.newBaseManager().withCloseable { manager ->
            def before = Policy.load(folder.resolve('base'), manager).weights()
            def after = Policy.load(folder.resolve('out'), manager).weights()
            before.keySet().findAll { !before[it].contentEquals(after[it]) } ==
                [0, 1].collect { "model.layers.${it}.self_attn.q_proj.weight".toString() }.toSet()
        }
    }

    def "adapters that cannot be are refused with status 2"() {
        expect:
        train('sft --model @base --data @train.jsonl --out @out --lora-r 0 --lora-target-modules query') == 2
        told() == """\
error: `--lora-r` is 0; at least 1 is needed

error: `--lora-target-modules` has `query`; there are q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj
"""
    }

    def "a game of a world is trained on with the world's own reward"() {
        given:
        def games = new org.autorl.environments.Household().visibleFiles(3, 2)['games.jsonl']
        folder.resolve('games.jsonl').toFile().text = games.collect { Json.canonical(it) + '\n' }.join()
        NDManager.newBaseManager().withCloseable { manager -> TinyPolicy.of(manager, 1, 'qwen2', 512).save(folder.resolve('long')) }

        expect:
        train('grpo --model @long --data @games.jsonl --out @out --max-steps 1 --num-generations 2 --per-device-train-batch-size 2 --max-completion-length 3') == 0
        told().startsWith('grpo: step 1 of 1, reward 0.000')
    }

    def "programs get the result as one object"() {
        when:
        train('sft --model @base --data @train.jsonl --out @out --max-steps 1 --json')

        then:
        def result = Json.read(out.toString(), Map)
        result.keySet() == ['algorithm', 'metrics', 'policy', 'seconds', 'steps'] as Set
        result.subMap('algorithm', 'policy', 'steps') == [algorithm: 'sft', policy: "$folder/out".toString(), steps: 1]
        result.metrics.loss > 0
    }

    def "what is wrong with the command line is all told, with status 2"() {
        expect:
        train('sft --data @train.jsonl here --learning-rate fast --pakcing --limit') == 2
        told().replaceFirst(/`sft` knows .*/, '`sft` knows ...') == '''\
            error: `here` stands where an option is expected

            error: `--limit` lacks a value

            error: `--pakcing` lacks a value

            error: `--model` is missing: the policy folder to begin with

            error: `--out` is missing: the folder for the trained policy

            error: `--learning-rate` is `fast`; it needs a number
            '''.stripIndent().replace('error: `--limit` lacks a value\n\nerror: `--pakcing` lacks a value', 'error: `--pakcing` lacks a value\n\nerror: `--limit` lacks a value')
        out.size() == 0
        !Files.exists(folder.resolve('out'))
    }

    def "`train #words` is refused with status 2"() {
        expect:
        train(words) == 2
        told() == says.stripIndent()

        where:
        words                                          || says
        ''                                             || '''\
            error: `train` begins with an algorithm or a script

            hint: `train --help` lists the algorithms; a script's name ends in `.groovy`.
            '''
        'grop --out @out'                              || '''\
            error: no algorithm `grop`
              there are `sft`, `rft`, `dpo`, `kto`, `reinforce`, `rloo`, `grpo`, `ppo`

            hint: Did you mean `grpo`?
            '''
        '@train.groovy --beta 1 --json'                || '''\
            error: a script has no option `--beta`

            error: a script has no `--resume`, `--json` or `--reward`

            hint: A script takes `--model`, `--data`, `--out` and `--seed`.
            '''
    }

    def "what is wrong with data and reward is told at once, and leaves nothing behind"() {
        given:
        folder.resolve('bad.jsonl').toFile().text = 'x\n'

        when:
        train('grpo --model @base --data @bad.jsonl --reward @none.groovy --out @out')

        then:
        Mistake e = thrown()
        e.message.replace("$folder/", '').readLines().findAll { it =~ /^\S/ } == ['1 of 1 lines of bad.jsonl cannot be used', 'error: no reward file `none.groovy`',
            'hint: A reward script ends with a closure `{ prompt, completion, item -> ... }`, or defines `double reward(String prompt, String completion, Map item)`.']
        !Files.exists(folder.resolve('out'))
    }

    def "a folder that holds a policy is left as it is"() {
        when:
        train("sft --model @base --data @train.jsonl --out @base $flag")

        then:
        Mistake e = thrown()
        e.message == "`$folder/base` holds a policy already\n\nhint: $hint".toString()
        folder.resolve('base').toFile().list().size() == 4

        where:
        flag       || hint
        ''         || 'Choose another `--out`.'
        '--resume' || 'Its training is over; nothing is left to resume.'
    }

    def "training that diverges is told with its step, and no policy is saved"() {
        when:
        train('sft --model @base --data @train.jsonl --out @out --max-steps 50 --learning-rate 1e30 --max-grad-norm 1e30')

        then:
        Mistake e = thrown()
        e.message =~ /^training diverged at step \d+: .*\n\nhint: Lower the learning rate.$/
        !Files.exists(folder.resolve('out/model.safetensors'))
    }

    def "training that was interrupted goes on as if it had not been"() {
        given:
        def progress = new Quiet()
        def run = { String to, boolean resume, int stopAt ->
            def interruption = new Interruption()
            progress.atStep = { step -> if (step == stopAt) { interruption.ask() } }
            new TrainingRun(Algorithms.named('grpo').get(), folder.resolve('base'), folder.resolve('train.jsonl'), ["$folder/reward.groovy".toString()],
                folder.resolve(to), [maxSteps: '5', numGenerations: '2', perDeviceTrainBatchSize: '4', maxCompletionLength: '4', beta: '0.1', learningRate: '1e-2'],
                Optional.empty(), resume).run(Clock.systemUTC(), progress, interruption)
        }
        run('whole', false, 0)

        when:
        run('parted', false, 2)

        then:
        Interruption.Interrupted e = thrown()
        e.message == 'interrupted after step 2; the same command with `--resume` goes on'
        !Files.exists(folder.resolve('parted/model.safetensors'))
        Files.exists(folder.resolve('parted/checkpoint-2/model.safetensors'))

        when:
        run('parted', false, 0)

        then:
        Mistake refused = thrown()
        refused.message == "`$folder/parted` holds a checkpoint of a training that was not finished\n\nhint: Go on with `--resume`, or choose another `--out`.".toString()

        when: 'a line was written after the checkpoint'
        folder.resolve('parted/metrics.jsonl').toFile() << '{"step":3,"loss":99}\n'
        def resumed = run('parted', true, 0)

        then:
        resumed.trained().steps() == 5
        progress.said == ['going on from checkpoint-2']
        ['model.safetensors', 'metrics.jsonl'].every { folder.resolve("parted/$it").toFile().bytes == folder.resolve("whole/$it").toFile().bytes }
        folder.resolve('parted').toFile().list().sort() == folder.resolve('whole').toFile().list().sort()
    }

    def "a process that is told to end leaves a checkpoint and says 130"() {
        given:
        def java = Path.of(System.getProperty('java.home'), 'bin/java').toString()
        def process = new ProcessBuilder(java, '-XX:TieredStopAtLevel=1', '-cp', System.getProperty('java.class.path'), 'org.autorl.trainers.cli.Main', 'train', 'sft',
            '--model', "$folder/base".toString(), '--data', "$folder/train.jsonl".toString(), '--out', "$folder/out".toString(), '--max-steps', '1000000')
            .redirectErrorStream(true).redirectOutput(folder.resolve('log').toFile()).start()
        def metrics = folder.resolve('out/metrics.jsonl').toFile()
        while (!metrics.exists() || metrics.length() == 0) {
            assert process.alive : folder.resolve('log').toFile().text
            sleep(50)
        }

        when:
        process.destroy()

        then:
        process.waitFor(60, TimeUnit.SECONDS)
        process.exitValue() == 130
        folder.resolve('log').toFile().text =~ /autorl: interrupted after step \d+; the same command with `--resume` goes on\n$/
        def kept = folder.resolve('out').toFile().list().findAll { it.startsWith('checkpoint-') }
        kept.size() == 1
        NDManager.newBaseManager().withCloseable { manager -> Policy.load(folder.resolve("out/${kept[0]}"), manager).parameters() > 0 }
        !Files.exists(folder.resolve('out/model.safetensors'))
    }

    def "help names each algorithm in a sentence, and each option of one with its default"() {
        when:
        train('--help')

        then:
        Algorithms.all().every { out.toString().contains("\n  ${it.name().padRight(12)} ${it.about()}\n") }

        when:
        out.reset()
        train('grpo --help')

        then:
        out.toString().contains('A line of data is {"prompt", and what the reward needs}.')
        out.toString() =~ /\n  --learning-rate +\S.* \(default 5e-5\)\n/
        !(out.toString() =~ /\n  --\S+ +\(default/)
    }

    def "on a terminal there is a bar, elsewhere there are about twenty lines"() {
        given:
        def lines = new LineProgress(new PrintStream(out))
        def bar = new BarProgress(new PrintStream(err))

        when:
        [lines, bar].each { progress ->
            progress.begin('grpo', 200)
            (1..200).each { progress.step(it, [reward: it / 200d, loss: 0d]) }
            progress.end()
        }

        then:
        out.toString().readLines().with { [it.size(), it[0], it[1], it[-1]] } ==
            [21, 'grpo: step 1 of 200, reward 0.005, loss 0.000', 'grpo: step 10 of 200, reward 0.050, loss 0.000', 'grpo: step 200 of 200, reward 1.000, loss 0.000']
        err.toString().readLines()[-1] =~ /grpo 100% .*200\/200.* reward 1\.000/
    }
}
