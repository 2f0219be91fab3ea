package org.autorl.runner.execution

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.zip.GZIPInputStream
import org.autorl.records.Json
import spock.lang.Requires
import spock.lang.Specification

/** The real problems, of which none is in this repository. */
@Requires(value = { Python.RUNS }, reason = 'there is no bubblewrap, no prlimit or no python3')
@Requires(value = { Files.exists(HumanEvalSpec.DATA) }, reason = 'the problems are not here')
class HumanEvalSpec extends Specification {
  static final Path DATA = Path.of('../../shared/data/humaneval/HumanEval.jsonl.gz')

  private static List<Map> problems() {
    new GZIPInputStream(Files.newInputStream(DATA)).withReader('UTF-8') { it.readLines() }.collect { Json.read(it, Map) }
  }

  private static Map<String, Optional<String>> complaints(Closure<String> completion) {
    def problems = problems()
    def trials = problems.collect {
      new UnitTests.Trial(it.task_id, new Exercise(it.prompt, it.test, it.entry_point), completion(it), [])
    }
    [problems*.task_id, new UnitTests(Python.sandbox(), Duration.ofSeconds(20)).complaints(trials)].transpose().collectEntries()
  }

  def "every solution of the data set passes"() {
    when:
    def complaints = complaints { it.canonical_solution }

    then:
    complaints.size() == 164
    complaints.findAll { it.value.present } == [:]
  }

  def "every solution passes as a whole function in a fence, too"() {
    expect:
    complaints { "Here it is:\n```python\n$it.prompt$it.canonical_solution```\nIt works.".toString() }.findAll { it.value.present } == [:]
  }

  def "no empty function passes"() {
    expect:
    complaints { '    pass\n' }.findAll { it.value.empty } == [:]
  }
}
