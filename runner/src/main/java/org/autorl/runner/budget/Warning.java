package org.autorl.runner.budget;

import java.util.List;
import java.util.Optional;

/**
 * Says that most of a limit is spent.
 *
 * @param percent the highest of {@link #STEPS} that is reached
 */
public record Warning(Kind kind, int percent, double spent, double limit) {
  /** Shares of a limit, in percent, from which the agent is warned. */
  public static final List<Integer> STEPS = List.of(50, 80, 95);

  /** The warning that an amount is worth, if any. */
  static Optional<Warning> of(Kind kind, double spent, double limit) {
    return STEPS.stream()
        .filter(step -> spent * 100 >= limit * step)
        .reduce((low, high) -> high)
        .map(step -> new Warning(kind, step, spent, limit));
  }

  /** For the agent: {@code 80 % of agent: 84.0 s of 100.0 s are spent}. */
  public String text() {
    return "%d %% of %s: %s of %s are spent"
        .formatted(percent, kind.label(), kind.text(spent), kind.text(limit));
  }
}
