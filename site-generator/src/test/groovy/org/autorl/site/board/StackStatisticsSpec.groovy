package org.autorl.site.board

import org.autorl.records.AgentStack
import org.autorl.site.read.ItemScores
import org.autorl.site.read.Result
import org.autorl.site.read.SubmissionResult
import org.autorl.site.read.Summary
import org.autorl.records.Isolation
import java.time.Instant
import spock.lang.Specification

class StackStatisticsSpec extends Specification {
    static final Measured NOTHING = new Measured([:], [:], Optional.empty())

    /** An attempt: how it ended, its improvement, and the improvement of each submission at 1, 2, ... hours. */
    Result attempt(String state, Double gain, List<Double> submissions = []) {
        def number = { Double value -> Optional.ofNullable(value) }
        new Result('shop', 3, 11, state, !(state in ['queued', 'running']), number(8d), number(gain), number(gain), Optional.empty(), number(8d), number(gain),
            number(1d), Optional.empty(), Optional.empty(), submissions.size(),
            submissions.withIndex().collect { value, i -> new SubmissionResult(i + 1, 3600d * (i + 1), number(100d * (i + 1)), 'graded', number(value), number(value)) },
            Optional.empty(), Optional.<ItemScores> empty(), Optional.<ItemScores> empty())
    }

    StackStatistics.View view(List<Result> results) {
        def agent = new AgentStack('gome', Optional.empty(), Optional.of('a/b'), 'free')
        def run = new Summary('r', 's', 'f', 4, agent, Isolation.BUBBLEWRAP, Instant.EPOCH, '1', Optional.empty(), results, [], new Summary.Source('', 0))
        StackStatistics.of(Standing.of(agent, results.collect { new Standing.Placed(run, it) }), NOTHING)
    }

    Map<String, String> facts(List<Result> results) {
        view(results).facts().collectEntries { [it.name(), it.value()] }
    }

    def "every outcome is counted, and nothing is put in for what has no number"() {
        expect:
        facts([attempt('scored', 20), attempt('scored', -2), attempt('no submission', null), attempt('infrastructure', null), attempt('running', null)]) == [
            Rank: 'listed, not ranked: 2 of 3 seeds',
            Improvement: '+9.0',
            'improve-SR: better than the base policy': '1 of 3, 33 % (6 to 79)',
            'exec-SR: handed in and graded': '2 of 3, 67 % (21 to 94)',
            Outcomes: '1 infrastructure, 1 no submission, 1 running, 2 scored',
            'Not asked': '1 not ended, 1 by our fault, 0 without a baseline',
            'Smallest difference that tells two ranked stacks apart': 'unknown: fewer than two are ranked']
    }

    def "with nothing that ended, nothing is asked and nothing drawn"() {
        expect:
        facts([attempt('queued', null)])['exec-SR: handed in and graded'] == 'nothing to count'
        view([attempt('queued', null)]).curves() == []
    }

    def "a withdrawn attempt is in none of it"() {
        given:
        def kept = [attempt('scored', 20, [10d]), attempt('scored', 10, [5d])]

        expect:
        view(kept + attempt('scored', 99, [99d]).withdrawn('leak')).curves() == view(kept).curves()
        facts(kept + attempt('scored', 99, [99d]).withdrawn('leak'))['improve-SR: better than the base policy'] == '2 of 2, 100 % (34 to 100)'
    }

    def "the best of k, and the best so far over hours, tokens and submissions, each with how many attempts it is over"() {
        when: 'the second attempt hands in nothing before its second hour'
        def curves = view([attempt('scored', 20, [4d, 10d, 6d]), attempt('scored', 10, [null, 2d])]).curves()

        then:
        curves*.xLabel() == ['k', 'agent hours', 'tokens', 'submissions']
        curves[0].points().collect { [it.x(), it.attempts(), it.value()] } == [['1', '2', '+15.0'], ['2', '2', '+20.0']]
        curves[1].points().collect { [it.x(), it.attempts(), it.value()] } == [['1', '1', '+4.0'], ['2', '2', '+6.0'], ['3', '2', '+6.0']]
        curves[2].points()*.x() == ['100', '200', '300']
        curves[3].points()*.x() == ['1', '2', '3']
        curves.every { it.svg().startsWith('<svg ') }
    }
}
