package org.autorl.runner.attempt;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.autorl.runner.budget.AttemptClock;

/**
 * The end of the agent's time. Calls that came before it are served first: their submissions are
 * received, and who waits for a grade has it, before the agent is asked to end.
 */
final class Deadline {
  private final AttemptClock clock;
  private final Supplier<Future<?>> admitted;
  private Optional<Future<?>> served = Optional.empty();

  /**
   * A deadline.
   *
   * @param admitted done once all submissions that came in time, so far, are received
   */
  Deadline(AttemptClock clock, Supplier<Future<?>> admitted) {
    this.clock = clock;
    this.admitted = admitted;
  }

  /** Whether the agent is to be ended. */
  boolean isOver() {
    if (!clock.expired()) {
      return false;
    }
    if (served.isEmpty()) {
      served = Optional.of(admitted.get());
    }
    return served.get().isDone() && !clock.waits();
  }
}
