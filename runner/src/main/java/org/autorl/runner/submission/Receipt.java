package org.autorl.runner.submission;

import java.util.Optional;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;

/**
 * What is known of a submission.
 *
 * @param verdict exact, for the ledger and the operator; absent while it is graded
 * @param told its score as the agent is told it
 * @param baseline of the untouched policy as the agent is told it, if known
 */
public record Receipt(
    Submission submission,
    Optional<Verdict> verdict,
    Optional<Score> told,
    Optional<Score> baseline) {
  /** The exact practice score, if it was graded. */
  public Optional<Score> score() {
    return verdict.flatMap(Verdict::scored);
  }

  /** From 1. */
  public int number() {
    return submission.number();
  }
}
