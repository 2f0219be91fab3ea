package org.autorl.runner.attempt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.autorl.runner.budget.AttemptClock;

/**
 * The end of the agent's time. Calls that came before it are served first: their submissions are
 * received, and who waits for a grade has it, before the agent is asked to end.
 */
final class Deadline {
  /** Mostly nobody is in the queue, and then the agent is not to have another round. */
  private static final Duration MOMENT = Duration.ofMillis(50);

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
    return isDone(served.get()) && !clock.waits();
  }

  private static boolean isDone(Future<?> work) {
    try {
      work.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // The queue itself has failed, so nobody is in it.
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
