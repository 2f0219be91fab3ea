package org.autorl.dsl;

import org.autorl.records.GraderRule;
import org.autorl.records.Metric;

/** What all graders say. */
public abstract class GraderBlock extends Block {
  private final Slot<Metric> metricSaid = mandatory("metric");
  private final Slot<Number> passAtSaid = mandatory("passAt");
  private final Slot<Integer> maxTokensSaid = mandatory("maxTokens");

  GraderBlock(String name, String task, Reading reading) {
    super(name, "`" + name + "` of `" + task + "`", reading);
  }

  /** What the score counts. */
  @Word(
      value = "What the score counts: a name, a unit, and which end is good.",
      example = "metric 'accuracy', '%', higherIsBetter")
  public void metric(String name, String unit, Direction direction) {
    if (name.isBlank() || unit.isBlank()) {
      reading()
          .problem(
              reading().here("metric"),
              "`metric` has a blank " + (name.isBlank() ? "name" : "unit"),
              "",
              "Write `metric 'accuracy', '%', higherIsBetter`.");
    } else {
      metricSaid.say(new Metric(name, unit, direction == Direction.HIGHER_IS_BETTER));
    }
  }

  /** The score that passes. */
  @Word(value = "The score that passes, 0 to 100, in the metric's unit.", example = "passAt 40")
  public void passAt(Number score) {
    passAtSaid.say(score);
  }

  /** Length of a completion. */
  @Word(
      value = "Tokens that one completion may have; for episodes, one action.",
      example = "maxTokens 40")
  public void maxTokens(int tokens) {
    maxTokensSaid.say(tokens);
  }

  /** A direction. */
  @Word(value = "A direction of a metric.", example = "metric 'accuracy', '%', higherIsBetter")
  public Direction getHigherIsBetter() {
    return Direction.HIGHER_IS_BETTER;
  }

  /** A direction. */
  @Word(value = "A direction of a metric.", example = "metric 'errors', '%', lowerIsBetter")
  public Direction getLowerIsBetter() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  void checkValues() {
    require(
        passAtSaid,
        score -> score.doubleValue() >= 0 && score.doubleValue() <= 100,
        "`passAt` is %s",
        "scores lie in 0 to 100",
        "Write `passAt 40` for 40 %.");
    require(
        maxTokensSaid,
        tokens -> tokens > 0,
        "`maxTokens` is %d",
        "a completion needs at least one token",
        "Write `maxTokens 40`.");
  }

  abstract GraderRule rule();

  final Metric metricValue() {
    return metricSaid.value();
  }

  final double passAtValue() {
    return passAtSaid.value().doubleValue();
  }

  final int maxTokensValue() {
    return maxTokensSaid.value();
  }
}
