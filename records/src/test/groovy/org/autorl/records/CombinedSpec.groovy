package org.autorl.records

import spock.lang.Specification

class CombinedSpec extends Specification {
  def "improvements #improvements combine to #combined by #rule"() {
    given: 'two tasks on the first level and one on the second'
    def suite = suite(rule)
    def attempts = improvements.collectMany { id, values -> values.collect { attempt(id, it) } }

    expect:
    Combined.improvement(suite, ['a', 'b', 'c'], attempts) == Optional.ofNullable(combined)

    where:
    improvements                        | rule                         || combined
    [a: [10d], b: [20d], c: [60d]]      | Combination.MEAN_OVER_TASKS  || 30d
    [a: [10d], b: [20d], c: [60d]]      | Combination.MEAN_OVER_LEVELS || 37.5d
    [a: [0d, 20d], b: [20d], c: [60d]]  | Combination.MEAN_OVER_LEVELS || 37.5d
    [a: [-10d], b: [20d], c: [60d]]     | Combination.MEAN_OVER_LEVELS || 32.5d
    [a: [10d], b: [20d], c: []]         | Combination.MEAN_OVER_TASKS  || null
  }

  def "tasks of two units are not combined"() {
    given:
    def suite = suite(Combination.MEAN_OVER_TASKS, 'points')

    expect:
    Combined.improvement(suite, ['a', 'c'], [attempt('a', 10), attempt('c', 10)]).empty
    Combined.improvement(suite, ['a', 'b'], [attempt('a', 10), attempt('b', 10)]).get() == 10d
  }

  private static Suite suite(Combination rule, String unit = '%') {
    def first = JsonSpec.suite().tasks()[0]
    def task = { id, u -> Json.fromTree(Json.readObject(Json.canonical(first)).put('id', id).tap { it.at('/grader/scoring/metric').put('unit', u) }, Task) }
    new Suite('s', 'about', 1, Optional.empty(), [1L], rule, TieRule.EARLIER,
      [new Level(1, 'one', '', [task('a', '%'), task('b', '%')]), new Level(2, 'two', '', [task('c', unit)])])
  }

  private static AttemptRecord attempt(String task, double improvement) {
    def score = { value -> new Score(new Metric('accuracy', '%', true), value, 0, 10) }
    Json.fromTree(Json.readObject(Json.canonical(AttemptRecord.queued(task, 1, 1))).tap {
      it.set('sealedBaseline', Json.tree(score(20)))
      it.set('sealed', Json.tree(score(20 + improvement)))
    }, AttemptRecord)
  }
}
