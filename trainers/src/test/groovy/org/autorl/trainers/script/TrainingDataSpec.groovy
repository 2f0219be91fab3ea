package org.autorl.trainers.script

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.environments.Family
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class TrainingDataSpec extends Specification {
    @TempDir
    Path folder

    TrainingData read(String text) {
        TrainingData.read(Files.writeString(folder.resolve('train.jsonl'), text))
    }

    String refusal(Closure work) {
        try {
            work()
            'accepted'
        } catch (Mistake e) {
            e.message.replace(folder.toString() + '/', '')
        }
    }

    def "lines are read in order, empty ones skipped, and know where they stand"() {
        given:
        def data = read('{"prompt": "a", "n": [1, {"x": null}]}\n\n{"prompt": "b"}\n')

        expect:
        data.rows()*.where() == ['train.jsonl:1', 'train.jsonl:3']
        data.rows()*.item() == [[prompt: 'a', n: [1, [x: null]]], [prompt: 'b']]
    }

    def "lines that are no objects are all told"() {
        expect:
        refusal { read('{"prompt": "a"}\n[1]\n{"prompt": \n{"a": 1\nno\n') } == '''\
            4 of 5 lines of train.jsonl cannot be used
              train.jsonl:2: no JSON object
              train.jsonl:3: no JSON object, Unexpected end-of-input within/between Object entries
              train.jsonl:4: no JSON object, Unexpected end-of-input: expected close marker for Object
              train.jsonl:5: no JSON object, Unrecognized token 'no': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'''.stripIndent()
    }

    def "of many bad lines the first twenty are told"() {
        given:
        def told = refusal { read('x\n' * 25) }.readLines()

        expect:
        told[0] == '25 of 25 lines of train.jsonl cannot be used'
        told[20].startsWith('  train.jsonl:20: ')
        told[21] == '  and 5 more'
        told.size() == 22
    }

    def "a file that is missing, empty or no text is told"() {
        expect:
        refusal { TrainingData.read(folder.resolve('none.jsonl')) } == 'no data file `none.jsonl`\n\nhint: Data is a file with a JSON object a line.'
        refusal { read('\n') } == '`train.jsonl` holds no line\n\nhint: Data is a JSON object a line.'
        refusal { TrainingData.read(Files.write(folder.resolve('x.jsonl'), [0xff, 0xfe, 10] as byte[])) } ==
            '`x.jsonl` is no text in UTF-8\n\nhint: Data is a JSON object a line.'
    }

    def "a line of #format that is #line #says"() {
        given:
        def data = TrainingData.of([line])

        expect:
        refusal { data.check(format, 'it') } == (says == 'does' ? 'accepted' :
            "1 of 1 lines of the data cannot be used\n  item 1: $says\n  a line of `it` is ${format.shape()}")

        where:
        format                | line                                       | says
        DataFormat.COMPLETION | [prompt: 'a', completion: 'b']             | 'does'
        DataFormat.COMPLETION | [prompt: 'a', answer: 'b']                 | 'does'
        DataFormat.COMPLETION | [text: 'a']                                | 'does'
        DataFormat.COMPLETION | [transcript: 'a']                          | 'does'
        DataFormat.COMPLETION | [prompt: 'a']                              | '`completion` is missing'
        DataFormat.COMPLETION | [:]                                        | '`prompt` is missing; `completion` is missing'
        DataFormat.COMPLETION | [prompt: 1, completion: null]              | '`prompt` is no text; `completion` is no text'
        DataFormat.PROMPT     | [prompt: 'a', gold: 1]                     | 'does'
        DataFormat.PROMPT     | [game: [:], id: 'shop-1']                  | 'does'
        DataFormat.PROMPT     | [question: 'a']                            | '`prompt` is missing'
        DataFormat.PAIR       | [prompt: 'a', chosen: 'b', rejected: 'c']  | 'does'
        DataFormat.PAIR       | [prompt: 'a', chosen: 'b']                 | '`rejected` is missing'
        DataFormat.LABEL      | [prompt: 'a', completion: 'b', label: true] | 'does'
        DataFormat.LABEL      | [prompt: 'a', completion: 'b', label: 1]   | '`label` is neither true nor false'
        DataFormat.LABEL      | [prompt: 'a', completion: 'b']             | '`label` is missing'
    }

    def "the visible files of #family can be trained on as they are"() {
        given:
        def files = Family.named(family).get().visibleFiles(3, 12)
        def check = { String name, DataFormat format ->
            read(files[name].collect { Json.canonical(it) + '\n' }.join()).check(format, 'it')
            true
        }

        expect:
        files.keySet() == used.keySet()
        used.every { name, format -> check(name, format) }

        where:
        family       | used
        'arithmetic' | ['train.jsonl': DataFormat.COMPLETION]
        'shop'       | ['games.jsonl': DataFormat.PROMPT, 'demonstrations.jsonl': DataFormat.COMPLETION]
    }
}
