package org.autorl.runner.grading

import java.time.Duration
import org.autorl.environments.Item
import org.autorl.records.Decoding
import org.autorl.records.GraderRule
import org.autorl.records.ItemResult
import org.autorl.records.Json
import org.autorl.records.Metric
import org.autorl.runner.execution.Python
import org.autorl.runner.sandbox.Unisolated
import spock.lang.Requires
import spock.lang.Specification

class UnitTestGraderSpec extends Specification {
  private static GraderRule.UnitTests rule(String language, int k, int samples) {
    def scoring = new GraderRule.Scoring(new Metric("pass@$k", '%', true), 50, Decoding.greedy(64, []), Optional.empty())
    new GraderRule.UnitTests(scoring, language, k, samples, Duration.ofSeconds(20))
  }

  private static Item item(String id, String data) {
    new Item(id, 'as a chat', Json.readObject(data))
  }

  @Requires(value = { Python.RUNS }, reason = 'there is no bubblewrap, no prlimit or no python3')
  def "pass@#k is estimated from #n Python programs for each item"() {
    given: 'one item with right programs at two of four turns, one with none, one with wrong ones at the end'
    def data = Json.canonical([prompt: 'def f(x):\n    "Twice x."\n', test: 'def check(candidate): assert candidate(2) == 4', entry_point: 'f'])
    def turns = [['    return 2 * x', '    return x', '    return x + x'], ['    return x', '', '    return 3'], ['    return x', 'no', '    return 2 * x'], ['', '', '']]
    def grader = new UnitTestGrader(rule('python', k, n), Python.sandbox())

    expect:
    grader.samples() == n
    grader.grade(['a', 'b', 'c'].collect { item(it, data) }, turns.take(n)).collect { [it.id(), it.score().get().round(12)] } ==
        [['a', 'b', 'c'], scores*.round(12)].transpose()

    where: 'as 1 - C(n - c, k) / C(n, k) by hand'
    k | n || scores
    1 | 1 || [1d, 0d, 1d]
    1 | 4 || [0.25d, 0d, 0.5d]
    2 | 4 || [0.5d, 0d, 5 / 6d]
    4 | 4 || [1d, 0d, 1d]
  }

  def "pass@k of stack programs is estimated, too"() {
    given:
    def item = item('a', '{"tests":[{"input":[1,2],"output":3},{"input":[2,2],"output":4}]}')

    expect:
    new UnitTestGrader(rule('stack', 1, 2), new Unisolated()).grade([item], [['+'], ['*']]) == [new ItemResult('a', 0.5d)]
  }

  def "an item without #field is nobody's score"() {
    given:
    def item = item('sums-sealed-6', Json.canonical([prompt: 'def f(): 0', test: 'def check(c): 0', entry_point: 'f'].findAll { it.key != field }))

    when:
    new UnitTestGrader(rule('python', 1, 1), new Unisolated()).grade([item], [['']])

    then:
    IOException e = thrown()
    e.message == "the item sums-sealed-6 has no text `$field`"

    where:
    field << ['prompt', 'test', 'entry_point']
  }
}
