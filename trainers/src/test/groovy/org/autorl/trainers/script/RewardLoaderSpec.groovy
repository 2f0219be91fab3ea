package org.autorl.trainers.script

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class RewardLoaderSpec extends Specification {
    @TempDir
    Path folder

    String file(String text, String name = 'reward.groovy') {
        Files.writeString(folder.resolve(name), text).toString()
    }

    String refusal(Closure work) {
        try {
            work()
            'accepted'
        } catch (Mistake e) {
            e.message.replace(folder.toString() + '/', '')
        }
    }

    double rate(Rewards rewards, String completion, Map<String, Object> item = [prompt: 'p', gold: 7]) {
        def row = new TrainingData.Row('train.jsonl:4', item)
        double sum = 0
        for (reward in rewards.functions { row }) {
            sum = sum + reward.weight() * reward.function().of(Json.object(), completion)
        }
        return sum
    }

    def "a script that #does is a reward"() {
        expect:
        rate(RewardLoader.load([file(text)]), 'abc') == value

        where:
        does                                  | text                                                                              || value
        'ends with a closure of two'          | '{ prompt, completion -> completion.size() }'                                     || 3d
        'ends with a closure of three'        | 'def half = 0.5\nreturn { prompt, completion, item -> item.gold * half }'         || 3.5d
        'defines reward'                      | 'double reward(String prompt, String completion, Map item) { prompt.size() + 1 }' || 2d
        'defines reward with helpers'         | 'def twice(x) { 2 * x }\ndef reward(p, c, i) { twice(c.size()) }\nnull'           || 6d
        'says true'                           | '{ prompt, completion -> completion.contains("b") }'                              || 1d
        'keeps count in what it closes over'  | 'int n = 0\nreturn { p, c -> ++n }'                                               || 1d
    }

    def "several count by their weights"() {
        given:
        def rewards = RewardLoader.load([file('{ p, c -> 1 }', 'one.groovy'), "len=-0.5:${file('{ p, c -> c.size() }', 'size.groovy')}",
                                         "java:${AlwaysTwo.name}"]*.toString())

        expect:
        rewards.all()*.name() == ['one', 'len', 'AlwaysTwo']
        rate(rewards, 'abcd') == 1d
    }

    def "what cannot be loaded is all told"() {
        expect:
        refusal { RewardLoader.load(['a=x:b.groovy', folder.resolve('none.groovy').toString(), 'java:no.such.Reward', file('42'), 'java:java.lang.Object']) } == '''\
            the weight of reward `a` is `x`; it needs a number

            hint: Several rewards are written `--reward NAME=WEIGHT:FILE`.

            error: no reward file `none.groovy`

            hint: A reward script ends with a closure `{ prompt, completion, item -> ... }`, or defines `double reward(String prompt, String completion, Map item)`.

            error: the reward class `no.such.Reward` cannot be made: java.lang.ClassNotFoundException: no.such.Reward

            hint: It must be on the class path and have a public constructor without arguments.

            error: reward.groovy gives no reward

            hint: A reward script ends with a closure `{ prompt, completion, item -> ... }`, or defines `double reward(String prompt, String completion, Map item)`.

            error: `java.lang.Object` is no reward

            hint: It must implement org.autorl.trainers.script.Reward.'''.stripIndent()
    }

    def "two rewards of one name are refused"() {
        given:
        def same = file('{ p, c -> 1 }')

        expect:
        refusal { RewardLoader.load([same, same]) } == 'two rewards are called `reward`\n\nhint: Name them: `--reward NAME=WEIGHT:FILE`.'
    }

    def "a script that is no Groovy is shown where"() {
        expect:
        refusal { RewardLoader.load([file('def x = 1\n  return { p, c -> x + }')]) } == '''\
            reward.groovy is no Groovy: Unexpected input: '+'
              reward.groovy:2:22
                  return { p, c -> x + }
                                     ^'''.stripIndent()
    }

    def "a closure of one argument is refused"() {
        expect:
        refusal { RewardLoader.load([file('return { it.size() }')]) } == '''\
            a reward takes 2 or 3 arguments, not 1

            hint: Write `{ prompt, completion -> ... }` or `{ prompt, completion, item -> ... }`.'''.stripIndent()
    }

    def "a reward that #does ends training with item and completion"() {
        given:
        def rewards = RewardLoader.load([file(text)])

        expect:
        refusal { rate(rewards, 'a "b"') } == "the reward `reward` $says\n  train.jsonl:4: {\"gold\":7,\"prompt\":\"p\"}\n  completion: \"a \\\"b\\\"\"$more"

        where:
        does         | text                                            || says                                                                           | more
        'gives NaN'  | '{ p, c -> Double.NaN }'                        || 'gave NaN, which is no score'                                                  | '\n\nhint: A reward is a finite number for every completion, also for an empty one.'
        'throws'     | '{ p, c ->\n  c.substring(99) }'                || 'failed: StringIndexOutOfBoundsException: begin 99, end 5, length 5\n  reward.groovy:2' | ''
        'asks wrong' | '{ p, c, item -> item.gold.toUpperCase() }'     || 'failed: Integer has no method `toUpperCase` that takes ()\n  reward.groovy:1' | ''
        'says null'  | '{ p, c -> null }'                              || 'failed: it gave null, and a number is needed'                                 | ''
        'says text'  | '{ p, c -> "1" }'                               || 'failed: it gave a String, and a number is needed'                             | ''
    }
}

class AlwaysTwo implements Reward {
    double of(String prompt, String completion, Map<String, Object> item) {
        2
    }
}
