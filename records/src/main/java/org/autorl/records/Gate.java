package org.autorl.records;

import java.util.Locale;
import java.util.Optional;

/**
 * An ability that must be kept: a final submission that fails it does not count.
 *
 * @param task that measures it, on its sealed split
 * @param fallsAtMost how much worse than the base policy it may be, in the task's unit
 * @param atLeast the score that it must reach; where lower is better, must not be over
 */
public record Gate(String task, Optional<Double> fallsAtMost, Optional<Double> atLeast) {
  public Gate {
    Check.text(task, "a gate's task");
    Check.that(fallsAtMost.isPresent() != atLeast.isPresent(), "a gate states one of two bounds");
  }

  /** How the ledger calls the grading of the base policy on this gate's task. */
  public EventKind baselineKind() {
    return new EventKind.GateBaselineGraded(task);
  }

  /** How the ledger calls the grading of the final submission on this gate's task. */
  public EventKind kind() {
    return new EventKind.GateGraded(task);
  }

  /**
   * Why a final submission fails this gate; empty if it passes.
   *
   * @param base score of the base policy on the gate's task
   * @param last score of the final submission on it
   */
  public Optional<String> broken(Score base, Score last) {
    double fallen = -last.improvementOver(base);
    if (fallsAtMost.isPresent() && fallen > fallsAtMost.get()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "on `%s` it is %.1f worse than the base policy, at most %s is allowed",
              task,
              fallen,
              fallsAtMost.get()));
    }
    boolean below =
        last.metric().higherIsBetter()
            ? atLeast.filter(least -> last.value() < least).isPresent()
            : atLeast.filter(most -> last.value() > most).isPresent();
    return below
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "on `%s` it scores %.1f, %s is asked for",
                task,
                last.value(),
                atLeast.get()))
        : Optional.empty();
  }
}
