package org.autorl.runner.submission;

import java.util.Optional;
import org.autorl.records.Score;
import org.autorl.records.Told;

/**
 * Practice scores as the agent hears them, in the order in which they were graded. Fed from the
 * same ledger it says the same, also in an attempt that was resumed.
 */
final class ToldScores {
  private final Optional<Told> rule;
  private Optional<Score> rung = Optional.empty();

  /**
   * Tells scores.
   *
   * @param rule exact if absent
   */
  ToldScores(Optional<Told> rule) {
    this.rule = rule;
  }

  /** The next score. */
  Score tell(Score exact) {
    if (rule.orElse(null) instanceof Told.Ladder ladder) {
      boolean climbs = rung.map(last -> exact.improvementOver(last) > ladder.step()).orElse(true);
      Score told = climbs ? ladder.rounded(exact) : rung.orElseThrow();
      rung = Optional.of(told);
      return told;
    }
    return rounded(exact);
  }

  /** A score that is no submission's, such as the baseline. */
  Score rounded(Score exact) {
    return rule.map(told -> told.rounded(exact)).orElse(exact);
  }

  /** Whether a score that is told again says nothing of the submission that it is told for. */
  boolean repeats() {
    return rule.orElse(null) instanceof Told.Ladder;
  }
}
