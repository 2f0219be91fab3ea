package org.autorl.graders

import org.autorl.records.Decoding
import org.autorl.records.GraderRule
import org.autorl.records.ItemResult
import org.autorl.records.Judge
import org.autorl.records.Metric
import org.autorl.records.Score
import spock.lang.Specification

class TaskScoreSpec extends Specification {
  static final Metric RATE = new Metric('win rate', '%', true)

  static GraderRule rule(boolean lengthControlled, Metric metric = RATE) {
    def scoring = new GraderRule.Scoring(metric, 50, Decoding.greedy(8, []), Optional.empty())
    new GraderRule.Judged(scoring, new Judge.BuiltIn('notes'), lengthControlled, false)
  }

  static ItemResult item(String id, double preference, int length = 10, int reference = 10, Double difficulty = null) {
    ItemResult.compared(id, preference, new ItemResult.Comparison(length, reference, Optional.ofNullable(difficulty)))
  }

  def "unscored items are counted and are no losses"() {
    given:
    def items = [item('a', 1), item('b', 0.5), ItemResult.unscored('c', 'refused')]

    expect:
    new TaskScore(rule(false), items).score().get() == new Score(RATE, 75, 25, 2, 1)
    new TaskScore(rule(false), items).besides()*.value() == [75d, 75d]
    new TaskScore(rule(false), items).besides()*.unscored() == [1, 1]
    new TaskScore(rule(false), [items[2]]).score().empty
    new TaskScore(rule(false), [items[2]]).besides() == []
  }

  def "where the task says so, the score is the length-controlled win rate of the graders room"() {
    given: 'a policy that wins where it is long'
    def items = (1..40).collect { item("i$it", it % 4 == 0 ? 0.1 : 0.8, it % 4 == 0 ? 50 : 400, 200) }
    def preferences = items.indexed().collect { i, it ->
      new Preference(i, it.score().get(), it.comparison().get().length(), 200)
    }
    def zero = new InstructionDifficulties((0..<40).collectEntries { [it, 0d] })

    when:
    def score = new TaskScore(rule(true), items + ItemResult.unscored('x', 'refused')).score().get()

    then:
    score.value() == new LengthControlledWinRate(preferences, zero).percent().get().value()
    score.value() < new TaskScore(rule(true), items).besides()[0].value()
    [score.items(), score.unscored()] == [40, 1]
  }

  def "difficulties that items bring along count"() {
    given: 'wins where it is easy, and losses where it is hard'
    def items = { hard -> (1..40).collect { item("i$it", it % 2 ? 0.9 : 0.1, 100 + it, 100, it % 2 ? -hard : hard) } }

    expect:
    new TaskScore(rule(true), items(2d)).score().get().standardError() > 4
    new TaskScore(rule(true), items(0d)).score().get().standardError() < 0.1
  }

  def "a metric that is no percent has shares"() {
    expect:
    new TaskScore(rule(lengthControlled, new Metric('win rate', 'points', true)), [item('a', 1), item('b', 0)]).score().get().value() == value

    where:
    lengthControlled || value
    false            || 0.5
    true             || 0.5
  }

  def "an item without lengths cannot be controlled for them"() {
    when:
    new TaskScore(rule(true), [new ItemResult('a', 1)]).score()

    then:
    IllegalArgumentException refused = thrown()
    refused.message == 'item `a` has no lengths to control for'
  }
}
