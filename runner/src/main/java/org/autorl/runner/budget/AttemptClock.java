package org.autorl.runner.budget;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The one clock of an attempt. It stands still while the grader works; it cannot jump, for it
 * counts elapsed time and asks no calendar.
 */
public final class AttemptClock {
  private final Duration limit;
  private final Duration before;
  private final LongSupplier nanos;
  private boolean started;
  private long start;

  /** What a resumed attempt graded before its agent started again takes nothing off its time. */
  private long pausedBefore;

  private int pauses;
  private long pausedAt;
  private long paused;

  /**
   * A clock that stands.
   *
   * @param before already charged, in an earlier part of the attempt
   * @param nanos elapsed nanoseconds since some moment, such as {@code System::nanoTime}
   */
  public AttemptClock(Duration limit, Duration before, LongSupplier nanos) {
    this.limit = limit;
    this.before = before;
    this.nanos = nanos;
  }

  /** Starts it, with the agent: what is laid out before costs the agent nothing. */
  public synchronized void start() {
    if (!started) {
      started = true;
      start = nanos.getAsLong();
      pausedBefore = grading(start);
    }
  }

  /** Time that counts. */
  public synchronized Duration charged() {
    long now = nanos.getAsLong();
    return started ? before.plusNanos(now - start - (grading(now) - pausedBefore)) : before;
  }

  /** Time that the grader took, which does not count. */
  public synchronized Duration grading() {
    return Duration.ofNanos(grading(nanos.getAsLong()));
  }

  /** Time that is left, at least zero. */
  public Duration remaining() {
    Duration left = limit.minus(charged());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether the time is over. */
  public boolean expired() {
    return remaining().isZero();
  }

  /** Stops the clock until the returned pause is closed; pauses that overlap count once. */
  public synchronized Pause pause() {
    if (pauses++ == 0) {
      pausedAt = nanos.getAsLong();
    }
    return this::resume;
  }

  private synchronized void resume() {
    if (--pauses == 0) {
      paused += nanos.getAsLong() - pausedAt;
    }
  }

  private long grading(long now) {
    return paused + (pauses > 0 ? now - pausedAt : 0);
  }

  /** A stretch of time that does not count. */
  public interface Pause extends AutoCloseable {
    @Override
    void close();
  }
}
