package org.autorl.runner.grading

import java.nio.file.Path
import java.time.Duration
import org.autorl.environments.Item
import org.autorl.records.Decoding
import org.autorl.records.Digest
import org.autorl.records.GraderRule
import org.autorl.records.ItemResult
import org.autorl.records.Json
import org.autorl.records.Metric
import org.autorl.runner.execution.Python
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { Python.RUNS }, reason = 'there is no bubblewrap, no prlimit or no python3')
class ProgramGraderSpec extends Specification {
  static final String TEXT = 'def evaluate(q, a, r, **extra):\n    return len(q + a + r) / 10 if extra == {"level": 2} else 0\n'

  @TempDir Path temp

  private List<ItemResult> grade() {
    def scoring = new GraderRule.Scoring(new Metric('score', '%', true), 50, Decoding.greedy(64, []), Optional.empty())
    def rule = new GraderRule.Program(scoring, 'mine/eval.py', Digest.sha256(TEXT), Duration.ofSeconds(20))
    def items = ['a', 'b'].collect { new Item(it, 'Q', Json.readObject('{"prompt":"Q","answer":"R","gold":"R","level":2}')) }
    new ProgramGrader(rule, temp, Python.sandbox()).grade(items, [['', '1234']])
  }

  def "completions are worth what the program says, which sees what the item holds besides"() {
    given:
    temp.resolve('mine').toFile().mkdir()
    temp.resolve('mine/eval.py').toFile().text = TEXT

    expect:
    grade() == [new ItemResult('a', 0.2d), new ItemResult('b', 0.6d)]
  }

  def "another program than the task was written for grades nothing"() {
    given:
    temp.resolve('mine').toFile().mkdir()
    temp.resolve('mine/eval.py').toFile().text = TEXT + '#'

    when:
    grade()

    then:
    IOException e = thrown()
    e.message == "mine/eval.py is another program than the task was written for: its SHA-256 is ${Digest.sha256(TEXT + '#')}, not ${Digest.sha256(TEXT)}"
  }
}
