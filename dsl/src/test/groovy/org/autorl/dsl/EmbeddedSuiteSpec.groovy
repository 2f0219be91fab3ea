package org.autorl.dsl

import java.nio.file.Path
import java.time.Duration
import org.autorl.records.Bytes
import org.autorl.records.GraderRule
import spock.lang.Specification

class EmbeddedSuiteSpec extends Specification {
  def "the task file of the project loads, with three embedded tasks on three levels"() {
    when:
    def suite = TaskFile.load(Path.of('../tasks.groovy'))

    then:
    suite.name() == 'embedded'
    suite.seeds() == [11L, 12L, 13L]
    suite.levels()*.number() == [1, 2, 3]
    suite.tasks()*.id() == ['word-problems', 'polite-notes', 'household']
    suite.tasks().every { it.embedded() }

    and:
    def first = suite.tasks().first()
    first.budget().wallClock() == Duration.ofSeconds(100)
    first.budget().memory() == Bytes.ofMebibytes(6 * 1024)
    first.data().practice().seed() == 4820159337260148375L
    (first.grader() as GraderRule.ExactMatch).stop() == ['\n\n', 'Question:']
  }
}
