package org.autorl.dsl

import java.nio.file.Path
import java.time.Duration
import org.autorl.records.Bytes
import spock.lang.Specification

class EmbeddedSuiteSpec extends Specification {
  def suite = TaskFile.load(Path.of('../tasks.groovy'))

  def "the task file of the project states the six tasks of the benchmark and after each its embedded twin"() {
    expect:
    suite.name() == 'agent2-rl-bench'
    suite.seeds() == [11L, 12L, 13L]
    suite.levels()*.number() == [1, 2, 3]
    suite.tasks()*.id() == [
      'gsm8k', 'word-problems', 'humaneval', 'stack-code',
      'alpaca-eval', 'polite-notes',
      'alfworld', 'household', 'webshop', 'shop', 'deep-search-qa', 'search'
    ]
    suite.tasks()*.embedded() == [false, true] * 6
  }

  def "it reads from top to bottom in at most 250 lines"() {
    expect:
    Path.of('../tasks.groovy').toFile().readLines().size() <= 250
  }

  def "a twin takes from its profile what it does not say itself"() {
    given:
    def words = suite.task('word-problems').get()
    def household = suite.task('household').get()

    expect:
    words.budget().wallClock() == Duration.ofSeconds(100)
    words.budget().memory() == Bytes.ofMebibytes(6 * 1024)
    words.data().practice().source().seed() == 4820159337260148375L
    words.grader().decoding().stop() == ['\n\n', 'Question:']
    household.budget().wallClock() == Duration.ofSeconds(200)
    household.budget().memory() == Bytes.ofMebibytes(6 * 1024)
    household.environment().get().steps() == 8
  }

  def "what the paper fixes is stated: #id is graded on #sealed hidden items, the base policy scores #before"() {
    given:
    def task = suite.task(id).get()

    expect:
    task.data().sealed().items() == sealed
    task.budget().wallClock() == Duration.ofHours(12)
    task.published()*.baseline() == before
    task.grader().decoding().maxTokens() == tokens

    where:
    id               | sealed | before          | tokens
    'gsm8k'          | 1319   | [77.70d, 83.02d] | 512
    'humaneval'      | 82     | [75.61d, 62.20d] | 1024
    'alpaca-eval'    | 805    | [18.90d, 14.68d] | 512
    'alfworld'       | 134    | [4.85d, 8.96d]   | 100
    'webshop'        | 100    | [69.00d, 0.00d]  | 100
    'deep-search-qa' | 200    | [11.75d, 12.25d] | 256
  }
}
