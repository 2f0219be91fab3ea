package org.autorl.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One agent, task and seed: {@code attempt.json}.
 *
 * @param outcome present once ended
 * @param explanation one sentence on how it ended; empty while it runs
 * @param baseline the base policy on the practice split
 * @param chosen number of the final submission
 * @param practice the chosen submission on the practice split
 * @param sealedBaseline the base policy on the sealed split
 * @param sealed the chosen submission on the sealed split: the score of the attempt
 */
public record AttemptRecord(
    String task,
    int level,
    long seed,
    Lifecycle lifecycle,
    Optional<Outcome> outcome,
    String explanation,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    int submissions,
    Optional<Score> baseline,
    Optional<Integer> chosen,
    Optional<Score> practice,
    Optional<Score> sealedBaseline,
    Optional<Score> sealed,
    List<Spent> spent) {
  public AttemptRecord {
    spent = List.copyOf(spent);
  }

  /** An attempt that has not begun. */
  public static AttemptRecord queued(String task, int level, long seed) {
    return new AttemptRecord(
        task,
        level,
        seed,
        Lifecycle.QUEUED,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** This attempt, which had not begun, at its start. */
  public AttemptRecord begun(Instant start) {
    return new AttemptRecord(
        task,
        level,
        seed,
        Lifecycle.RUNNING,
        outcome,
        explanation,
        Optional.of(start),
        endedAt,
        submissions,
        baseline,
        chosen,
        practice,
        sealedBaseline,
        sealed,
        spent);
  }

  /** This attempt with what it has spent so far. */
  public AttemptRecord withSpent(List<Spent> now) {
    return new AttemptRecord(
        task,
        level,
        seed,
        lifecycle,
        outcome,
        explanation,
        startedAt,
        endedAt,
        submissions,
        baseline,
        chosen,
        practice,
        sealedBaseline,
        sealed,
        now);
  }

  /** For people: how it ended, or how far it is. */
  public String state() {
    return outcome.map(Outcome::label).orElse(lifecycle.name().toLowerCase(java.util.Locale.ROOT));
  }

  /** Sealed score over sealed baseline; unknown if either is missing. */
  public Optional<Double> improvement() {
    return sealed.flatMap(score -> sealedBaseline.map(score::improvementOver));
  }
}
