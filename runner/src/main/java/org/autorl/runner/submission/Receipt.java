package org.autorl.runner.submission;

import java.util.Optional;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;

/**
 * What an agent learns of a submission.
 *
 * @param verdict absent while it is graded
 * @param baseline of the untouched policy, if known
 */
public record Receipt(Submission submission, Optional<Verdict> verdict, Optional<Score> baseline) {
  /** The practice score, if it was graded. */
  public Optional<Score> score() {
    return verdict.flatMap(Verdict::scored);
  }
}
