package org.autorl.records.statistics;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Lifecycle;
import org.autorl.records.Outcome;

/**
 * How repeated attempts ended, counted; nothing is put in for what has no number.
 *
 * <p>exec-SR is the share with a whole cycle of training, submitting and being graded, improve-SR
 * the share that is better than the base policy on the sealed split (Agent² RL-Bench, <a
 * href="https://arxiv.org/abs/2604.10547">2604.10547</a>, section 5). An attempt that ended without
 * a score has not improved. Not asked are attempts that have not ended and those that failed by our
 * fault; and for improve-SR those with a score whose baseline is unknown.
 *
 * @param outcomes how many of each, by its label
 * @param unfinished queued or running
 * @param asked the others, but for those that failed by our fault
 * @param executed of those asked
 * @param unknown of those executed, those whose improvement is not known
 * @param improved of those asked
 */
public record SuccessRates(
    SortedMap<String, Integer> outcomes,
    int unfinished,
    int asked,
    int executed,
    int unknown,
    int improved) {
  public SuccessRates {
    outcomes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }

  /**
   * A share with Wilson's interval of 95 %.
   *
   * @param of at least 1
   */
  public record Rate(int count, int of, Interval interval) {
    /** From 0 to 1. */
    public double share() {
      return (double) count / of;
    }
  }

  /**
   * What of an attempt counts.
   *
   * @param outcome empty if it has not ended
   * @param graded whether any submission was
   * @param improvement on the sealed split
   */
  public record Ended(Optional<Outcome> outcome, boolean graded, Optional<Double> improvement) {
    private static Ended of(AttemptRecord attempt) {
      return new Ended(
          attempt.outcome().filter(how -> attempt.lifecycle() == Lifecycle.ENDED),
          attempt.practice().isPresent() || attempt.sealed().isPresent(),
          attempt.improvement());
    }
  }

  /** Counts attempts of one agent stack on one task, or on several. */
  public static SuccessRates of(List<AttemptRecord> attempts) {
    return counted(attempts.stream().map(Ended::of).toList());
  }

  /** The same of what is left of attempts when their records are not kept. */
  public static SuccessRates counted(List<Ended> attempts) {
    SortedMap<String, Integer> outcomes = new TreeMap<>();
    int unfinished = 0;
    int asked = 0;
    int executed = 0;
    int unknown = 0;
    int improved = 0;
    for (Ended attempt : attempts) {
      if (attempt.outcome().isEmpty()) {
        unfinished++;
        continue;
      }
      outcomes.merge(attempt.outcome().get().label(), 1, Integer::sum);
      if (attempt.outcome().get() == Outcome.INFRASTRUCTURE) {
        continue;
      }
      asked++;
      executed += attempt.graded() ? 1 : 0;
      unknown += attempt.graded() && attempt.improvement().isEmpty() ? 1 : 0;
      improved += attempt.improvement().filter(better -> better > 0).isPresent() ? 1 : 0;
    }
    return new SuccessRates(outcomes, unfinished, asked, executed, unknown, improved);
  }

  /** exec-SR; empty if nothing was asked. */
  public Optional<Rate> execution() {
    return rate(executed, asked);
  }

  /** improve-SR; empty if nothing was asked whose improvement is known. */
  public Optional<Rate> improvement() {
    return rate(improved, asked - unknown);
  }

  private static Optional<Rate> rate(int count, int of) {
    return of == 0
        ? Optional.empty()
        : Optional.of(new Rate(count, of, WilsonInterval.of95(count, of)));
  }
}
