package org.autorl.runner.budget;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The one clock of an attempt: says at every moment which phase its time goes to. It cannot jump,
 * for it counts elapsed time and asks no calendar. Thread-safe.
 *
 * <p>The agent is charged for all time from its start, but not while two things hold together: one
 * of its calls waits for a grade, and the grader is at work on a submission. So it never gets more
 * time for nothing than the grader was busy, and who goes on working while a submission is graded
 * pays for that (docs/decisions/0013-waiting-is-free-working-is-not.md).
 */
public final class AttemptClock {
  private static final long MILLI = 1_000_000;

  /** What may go on beside a phase; several may, and each several times. */
  public enum Activity {
    /** A call of the agent waits for a grade. */
    WAITING,
    /** What such a call waits for is being graded. */
    SERVING,
    /** A submission is being copied. */
    RECEIVING,
    /** A submission is being graded. */
    GRADING
  }

  private final Duration limit;
  private final LongSupplier nanos;
  private final Map<Phase, Long> millis = new EnumMap<>(Phase.class);
  private final Map<Activity, Integer> going = new EnumMap<>(Activity.class);
  private Phase stage = Phase.SETTING_UP;
  private long counted;
  private long busy;

  /**
   * A clock that runs, in {@link Phase#SETTING_UP}.
   *
   * @param limit of the time that is charged
   * @param before what an earlier part of the attempt took
   * @param nanos elapsed nanoseconds since some moment, such as {@code System::nanoTime}
   */
  public AttemptClock(Duration limit, Account before, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
    this.counted = nanos.getAsLong();
    before.phases().forEach((phase, time) -> millis.put(phase, time.toMillis()));
  }

  /**
   * Goes on to the next phase.
   *
   * @param next not one of {@link Phase#WAITED}, which {@link #during} makes
   */
  public synchronized void enter(Phase next) {
    if (Phase.WAITED.contains(next)) {
      throw new IllegalArgumentException("the agent's waiting is a part of its time: " + next);
    }
    count();
    stage = next;
  }

  /** Something goes on until the returned span is closed. */
  public synchronized Span during(Activity activity) {
    count();
    going.merge(activity, 1, Integer::sum);
    return () -> end(activity);
  }

  private synchronized void end(Activity activity) {
    count();
    going.merge(activity, -1, Integer::sum);
  }

  /** Time that counts. */
  public Duration charged() {
    return account().charged();
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

  /** Whether a call of the agent waits for a grade. */
  public synchronized boolean waits() {
    return isGoing(Activity.WAITING);
  }

  /** Time in which submissions were copied or graded, whoever waited for it. */
  public synchronized Duration busy() {
    count();
    return Duration.ofMillis(busy);
  }

  /** All time so far, by phase. */
  public synchronized Account account() {
    count();
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    millis.forEach((phase, time) -> phases.put(phase, Duration.ofMillis(time)));
    return new Account(phases);
  }

  /** Puts what has passed down to the phase that it was; what is no millisecond yet waits. */
  private void count() {
    long passed = (nanos.getAsLong() - counted) / MILLI;
    counted += passed * MILLI;
    millis.merge(phase(), passed, Long::sum);
    busy += graderWorks() ? passed : 0;
  }

  private Phase phase() {
    if (stage != Phase.AGENT || !isGoing(Activity.WAITING) || !graderWorks()) {
      return stage;
    }
    if (isGoing(Activity.SERVING)) {
      return Phase.GRADING;
    }
    return isGoing(Activity.RECEIVING) ? Phase.RECEIVING : Phase.QUEUED;
  }

  private boolean graderWorks() {
    return isGoing(Activity.RECEIVING) || isGoing(Activity.GRADING);
  }

  private boolean isGoing(Activity activity) {
    return going.getOrDefault(activity, 0) > 0;
  }

  /** A stretch of time. */
  public interface Span extends AutoCloseable {
    @Override
    void close();
  }
}
