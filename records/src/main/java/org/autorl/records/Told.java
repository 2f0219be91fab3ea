package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How practice scores are told to the agent where they are not told exactly. The less an agent
 * hears, the less it can fit to the practice split; the ledger keeps the exact score.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Told.Rounded.class, name = "rounded"),
  @JsonSubTypes.Type(value = Told.Ladder.class, name = "ladder")
})
public sealed interface Told {
  /** In the metric's unit, more than 0: scores are told as the nearest multiple of it. */
  double step();

  /** Every score, rounded. */
  record Rounded(double step) implements Told {
    public Rounded {
      Check.that(step > 0 && Double.isFinite(step), "scores are rounded to more than 0");
    }
  }

  /**
   * A score, rounded, only if it is better than the last one told by more than the step; else that
   * one again. The Ladder of Blum and Hardt, ICML 2015, algorithm 1: <a
   * href="https://proceedings.mlr.press/v37/blum15.html">The Ladder: A Reliable Leaderboard for
   * Machine Learning Competitions</a>.
   */
  record Ladder(double step) implements Told {
    public Ladder {
      Check.that(step > 0 && Double.isFinite(step), "a ladder's step is more than 0");
    }
  }

  /** The score as it is told, rounded to the nearest multiple of the step. */
  default Score rounded(Score score) {
    return score.with(Math.round(score.value() / step()) * step());
  }
}
