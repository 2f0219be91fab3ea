package org.autorl.trainers.script

import java.time.Duration
import org.autorl.trainers.algorithm.GrpoTrainer
import spock.lang.Specification

class SettingsBinderSpec extends Specification {
    static SettingsBinder binder() {
        new SettingsBinder('sort', [Sorting.defaults()])
    }

    static Sorting bind(Map<String, ?> given, Spelling spelling = Spelling.GROOVY) {
        binder().bind(given, spelling)[0] as Sorting
    }

    static String refusal(Map<String, ?> given, Spelling spelling = Spelling.COMMAND_LINE) {
        try {
            bind(given, spelling)
            'bound'
        } catch (Mistake e) {
            e.message
        }
    }

    def "what is not given keeps its default"() {
        expect:
        bind([:]) == Sorting.defaults()
        bind(maxSteps: 7) == new Sorting(7, 1, 0.5d, false, 'up', Duration.ofMinutes(1), Order.FAST_FIRST, Optional.empty(), [1d, 2d])
    }

    def "texts and Groovy's values are bound alike"() {
        given:
        def bound = new Sorting(1000, 12345678901L, 0.25d, true, 'down', Duration.ofSeconds(90), Order.SLOW_FIRST, Optional.of(3), [0.5d, 2d])

        expect:
        bind(maxSteps: '1e3', seed: '12345678901', learningRate: '25e-2', shuffled: 'true', name: 'down', limit: '90s',
            order: 'slow_first', patience: '3', weights: '0.5, 2') == bound
        bind(maxSteps: 1000, seed: 12345678901L, learningRate: 0.25G, shuffled: true, name: "${'down'}", limit: Duration.ofSeconds(90),
            order: Order.SLOW_FIRST, patience: 3, weights: [0.5, 2]) == bound
    }

    def "`#text` is #seconds s"() {
        expect:
        bind(limit: text).limit() == Duration.ofMillis((seconds * 1000) as long)

        where:
        text    | seconds
        '90s'   | 90
        '5m'    | 300
        '1.5h'  | 5400
        '250ms' | 0.25
        'PT2M'  | 120
    }

    def "`none` and -fast are told apart from a value"() {
        expect:
        bind(patience: 'none').patience() == Optional.empty()
        bind(order: 'Slow-First').order() == Order.SLOW_FIRST
    }

    def "`#value` is refused for #name: #needed"() {
        expect:
        refusal([(name): value]) == "`${Spelling.COMMAND_LINE.of(name)}` is `$value`; it needs $needed"

        where:
        name           | value        | needed
        'maxSteps'     | '1.5'        | 'a whole number'
        'maxSteps'     | '3000000000' | 'a whole number of at most 2147483647'
        'seed'         | '1e300'      | 'a whole number'
        'learningRate' | 'NaN'        | 'a number'
        'learningRate' | '1d'         | 'a number'
        'learningRate' | '1e999'      | 'a number'
        'shuffled'     | 'yes'        | '`true` or `false`'
        'limit'        | '5'          | 'a time such as `90s` or `5m`'
        'order'        | 'fast'       | '`fast_first` or `slow_first`'
        'weights'      | '1,x'        | 'a number'
        'patience'     | 'x'          | 'a whole number'
    }

    def "all that is wrong is told at once, in the user's spelling"() {
        expect:
        refusal(maxStep: 1, learningRate: 'fast', patience: 0) == '''\
            `--max-step` is no option of `sort`
              `sort` knows `--learning-rate`, `--limit`, `--max-steps`, `--name`, `--order`, `--patience`, `--seed`, `--shuffled`, `--weights`

            hint: Did you mean `--max-steps`?

            error: `--learning-rate` is `fast`; it needs a number

            error: `--patience` is 0; at least 1 is needed'''.stripIndent()
        refusal([max_steps: 1], Spelling.GROOVY).endsWith('hint: Did you mean `maxSteps`?')
    }

    def "what settings refuse is told with the name that the user knows"() {
        expect:
        refusal([maxSteps: 0], Spelling.GROOVY) == '`maxSteps` is 0; at least 1 is needed'
    }

    def "settings are written as TRL writes them"() {
        expect:
        SettingsBinder.written([Sorting.defaults()]).toString() == '{"max_steps":5,"seed":1,"learning_rate":0.5,"shuffled":false,"name":"up",' +
            '"limit":"1m","order":"fast_first","patience":null,"weights":[1.0,2.0]}'
    }

    def "each algorithm's own settings are bound, and what they refuse is told"() {
        expect:
        Algorithms.all().every { it.binder().bind([:], Spelling.GROOVY) == [it.defaults()] }
        Algorithms.named('grpo').get().binder().bind([lossType: 'dr_grpo'], Spelling.GROOVY)[0].lossType() == GrpoTrainer.LossType.DR_GRPO

        when:
        Algorithms.named('grpo').get().binder().bind([numGenerations: '1'], Spelling.COMMAND_LINE)

        then:
        Mistake e = thrown()
        e.message == '`--num-generations` is 1; at least 2 are needed, because an advantage is relative to its group'
    }

    def "`#typed` shows its default as `#shown`"() {
        expect:
        OptionValue.text(typed) == shown

        where:
        typed                   | shown
        5e-5d                   | '5e-5'
        1.5e-3d                 | '0.0015'
        3d                      | '3'
        Duration.ofMinutes(90)  | '90m'
        Duration.ofMillis(1500) | '1500ms'
        Optional.empty()        | 'none'
        Order.FAST_FIRST        | 'fast_first'
    }
}

enum Order {
    FAST_FIRST, SLOW_FIRST
}

record Sorting(int maxSteps, long seed, double learningRate, boolean shuffled, String name, Duration limit, Order order, Optional<Integer> patience,
               List<Double> weights) {
    Sorting {
        def wrong = []
        if (maxSteps < 1) {
            wrong << "max_steps is $maxSteps; at least 1 is needed"
        }
        if (patience.present && patience.get() < 1) {
            wrong << "patience is ${patience.get()}; at least 1 is needed"
        }
        if (wrong) {
            throw new IllegalArgumentException(wrong.join('\n'))
        }
    }

    static Sorting defaults() {
        new Sorting(5, 1, 0.5d, false, 'up', Duration.ofMinutes(1), Order.FAST_FIRST, Optional.empty(), [1d, 2d])
    }
}
