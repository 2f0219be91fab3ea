package org.autorl.trainers.cli

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

/** Somebody who does what the guide says, to the letter but for fewer steps, with the base policy that the guide names. */
class TrainGuideSpec extends Specification {
    static final Path ROOT = Path.of('..').toAbsolutePath().normalize()
    static final String GUIDE = ROOT.resolve('docs/guides/train-a-policy.md').toFile().text

    @TempDir
    Path folder

    List<String> blocks(String kind) {
        (GUIDE =~ /(?s)```$kind\n(.*?)```/).collect { it[1] as String }
    }

    def "every example of the guide does what the guide says"() {
        given: 'its files'
        def (right, brief, script) = blocks('groovy')
        [('right.groovy'): right, ('short.groovy'): brief, ('train.groovy'): fewer(script), ('sums.jsonl'): blocks('json')[0]].each { name, text ->
            assert GUIDE.contains("`$name`")
            folder.resolve(name).toFile().text = text
        }

        when: 'its commands are typed, in order'
        def said = blocks('sh').collect { run(it) }

        then:
        blocks('sh').size() == 4
        said*.first() == [0, 0, 0, 0]
        said[0][1] == "$folder/output/sft\n"
        said[1][1] == "$folder/output/grpo\n"
        Json.read(said[2][1], Map).algorithm == 'rloo'
        Json.read(said[2][1], Map).metrics.keySet().containsAll(['rewards/right/mean', 'rewards/short/mean'])
        said[3][1].readLines()*.replaceAll(/[\d.]+$/, 'N') == ['after SFT: N', 'after GRPO: N']
        ['sft', 'grpo', 'rloo', 'v1'].every { Files.exists(folder.resolve("output/$it/model.safetensors")) }
    }

    def "the guide shows a message as it is"() {
        given:
        def message = blocks('text')[0]
        def err = new ByteArrayOutputStream()

        expect:
        new TrainCommand(System.out, new PrintStream(err)).run('grpo --num-generation 4 --model m --data d --out o'.tokenize()) == 2
        err.toString().replaceFirst(/knows .*/, 'knows ...') == message
    }

    private List run(String command) {
        def out = new ByteArrayOutputStream()
        def words = fewer(command).strip().tokenize().drop(2).collect { word ->
            word.startsWith('tasks/') ? ROOT.resolve(word).toString() : word.contains('.') && !(word ==~ /[\d.]+/) || word.startsWith('output') ?
                word.replaceFirst(/(^|:)([\w\/.]+)$/, "\$1$folder/\$2") : word
        }
        [new TrainCommand(new PrintStream(out), System.err).run(words), out.toString()]
    }

    private static String fewer(String text) {
        text.replaceAll(/(maxSteps: |--max-steps )50/, '$11').replace('--max-steps 20', '--max-steps 1 --per-device-train-batch-size 8 --max-completion-length 8')
            .replace('maxSteps: 20', 'maxSteps: 1, perDeviceTrainBatchSize: 8').replace('maxCompletionLength: 24', 'maxCompletionLength: 8')
    }
}
