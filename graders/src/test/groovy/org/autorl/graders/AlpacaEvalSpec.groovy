package org.autorl.graders

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification

/** Win rates of AlpacaEval 2.0's judge, recomputed from its judgements and held to the published table. */
@Requires(value = { Files.isDirectory(Path.of('../../shared/data/alpaca-eval')) }, reason = 'the published judgements are not here')
class AlpacaEvalSpec extends Specification {

    static final Path DATA = Path.of('../../shared/data/alpaca-eval')
    static final String BASELINE = 'gpt4_1106_preview'

    @Shared Map<String, Map<String, String>> published
    @Shared Map<String, List<Preference>> models
    @Shared Map<String, List<Preference>> others
    @Shared InstructionDifficulties difficulties

    static List<Map<String, String>> table(Path file) {
        def lines = Files.readAllLines(file)
        def head = lines.head().split(',').toList()
        lines.tail().collect { [head, it.split(',', -1).toList()].transpose().collectEntries() }
    }

    static List<Preference> judgements(String model) {
        table(DATA.resolve("annotations/${model}.csv")).collect {
            new Preference(it.instruction_index as int, (it.preference as double) - 1, it.model_length as int, it.reference_length as int)
        }
    }

    def setupSpec() {
        published = table(DATA.resolve('leaderboard.csv')).collectEntries { [it.model, it] }
        models = published.keySet().collectEntries { [it, judgements(it)] }
        others = models.findAll { it.key != BASELINE }
        difficulties = InstructionDifficulties.of(others.values().toList())
    }

    double missedBy(String model, InstructionDifficulties from) {
        def ours = new LengthControlledWinRate(models[model], from).percent().get().value()
        Math.abs(ours - (published[model].length_controlled_winrate as double))
    }

    static double median(Collection<Double> values) {
        def sorted = values.sort(false)
        (sorted[(sorted.size() - 1).intdiv(2)] + sorted[sorted.size().intdiv(2)]) / 2
    }

    def "win rates, standard errors and discrete win rates are the published ones"() {
        expect:
        models.size() == 34
        models.every { model, judgements ->
            def rate = new WinRate(judgements*.preference(), 0)
            def row = published[model]
            Math.abs(rate.percent().get().value() - (row.win_rate as double)) < 1e-6 &&
                Math.abs(rate.percent().get().standardError().asDouble - (row.standard_error as double)) < 1e-6 &&
                Math.abs(rate.discretePercent().get().value() - (row.discrete_win_rate as double)) < 1e-6
        }
    }

    def "length-controlled win rates are near the published ones"() {
        when:
        def missed = models.keySet().collect { missedBy(it, difficulties) }

        then:
        median(missed) < 0.3
        missed.count { it <= 1 } >= 30
        missed.count { it <= 1.5 } >= 32
        missed.max() < 2
        missedBy(BASELINE, difficulties) == 0d
    }

    def "they are as near for models that the difficulties were not fitted with"() {
        when: 'a sixth of the models left out at a time'
        def missed = others.keySet().toList().indexed().groupBy { it.key % 6 }.values().collectMany { left ->
            def out = left.values()
            def from = InstructionDifficulties.of(others.findAll { !out.contains(it.key) }.values().toList())
            out.collect { missedBy(it, from) }
        }

        then:
        missed.size() == 33
        median(missed) < 0.5
        missed.count { it <= 1.5 } >= 29
    }

    def "standard errors are near those that were published"() {
        when:
        def rows = published.values().findAll { it.lc_standard_error }

        then: 'they come from difficulties of their own, and are of half a point'
        rows.size() == 5
        rows.every {
            def ours = new LengthControlledWinRate(models[it.model], difficulties).percent().get().standardError().asDouble
            Math.abs(ours - (it.lc_standard_error as double)) < 0.25
        }
    }
}
