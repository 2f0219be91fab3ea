package org.autorl.runner.submission

import org.autorl.records.Metric
import org.autorl.records.Score
import org.autorl.records.Told
import spock.lang.Specification

class ToldScoresSpec extends Specification {
  private static List<Double> told(Told rule, boolean higherIsBetter, List<Double> exact) {
    def scores = new ToldScores(Optional.ofNullable(rule))
    exact.collect { scores.tell(new Score(new Metric('accuracy', '%', higherIsBetter), it, 1.5d, 40)).value() }
  }

  def "scores are told #how"() {
    expect:
    told(rule, higher, exact) == heard

    where:
    how                                       | rule                    | higher | exact                               || heard
    'exactly'                                 | null                    | true   | [12.3d, 11.9d]                      || [12.3d, 11.9d]
    'as the nearest multiple'                 | new Told.Rounded(0.5d)  | true   | [12.3d, 12.1d, 12.25d, -0.3d]       || [12.5d, 12.0d, 12.5d, -0.5d]
    'when they climb by more than a step'     | new Told.Ladder(1d)     | true   | [12.3d, 12.9d, 13.0d, 13.1d, 12.0d] || [12.0d, 12.0d, 12.0d, 13.0d, 13.0d]
    'when they fall, where lower is better'   | new Told.Ladder(1d)     | false  | [9.8d, 9.1d, 8.9d, 12.0d]           || [10.0d, 10.0d, 9.0d, 9.0d]
    'from a first one, however bad'           | new Told.Ladder(2d)     | true   | [0.4d, 1.9d, 2.1d]                  || [0.0d, 0.0d, 2.0d]
  }

  def "a step is more than 0"() {
    when:
    make(step)

    then:
    thrown(IllegalArgumentException)

    where:
    [make, step] << [[{ new Told.Rounded(it) }, { new Told.Ladder(it) }], [0d, -1d, Double.NaN, Double.POSITIVE_INFINITY]].combinations()
  }
}
