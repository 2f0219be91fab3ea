package org.autorl.runner.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a connection that fails is tried again: after one second, then twice as long each time, or as
 * long as the server asks for.
 *
 * @param tries how often in a row without a single byte
 * @param most longest wait that a server may ask for
 */
public record Patience(int tries, Duration first, Duration most, Pause pause) {
  /** Lets time pass. */
  public interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  /** A failure that may pass. */
  static final class Busy extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Optional<Duration> wait;

    Busy(String what, Optional<Duration> wait) {
      super(what);
      this.wait = wait;
    }
  }

  /** Six tries, a second at first, ten minutes at most. */
  public static Patience usual() {
    return new Patience(
        6, Duration.ofSeconds(1), Duration.ofMinutes(10), time -> Thread.sleep(time.toMillis()));
  }

  /**
   * Waits after a failure.
   *
   * @param failures in a row, this one counted
   * @throws FetchFailed if it was the last that is borne
   */
  void after(IOException failure, int failures, String what, Transfer transfer)
      throws FetchFailed, InterruptedException {
    Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 16));
    if (failure instanceof Busy busy && busy.wait.isPresent()) {
      wait = busy.wait.get();
    }
    if (failures >= tries || wait.compareTo(most) > 0) {
      throw new FetchFailed(
          "%s could not be fetched: %s".formatted(what, reason(failure)),
          "Try again later; what is there already is kept, and goes on where it stopped.",
          failure);
    }
    transfer.say(
        "%s: %s; again in %d s".formatted(what, reason(failure), Math.max(1, wait.toSeconds())));
    pause.sleep(wait);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
