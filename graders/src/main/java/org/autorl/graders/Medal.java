package org.autorl.graders;

/**
 * A place among the best of a leaderboard.
 *
 * <p>Source: <a href="https://www.kaggle.com/progression">Kaggle's progression system</a> as
 * MLE-bench states it, Chan et al. 2024, <a href="https://arxiv.org/abs/2410.07095">2410.07095</a>,
 * table 1, and {@code rank_score} of <a
 * href="https://github.com/openai/mle-bench/blob/main/mlebench/grade_helpers.py">
 * grade_helpers.py</a>.
 */
public enum Medal {
  GOLD,
  SILVER,
  BRONZE;

  /**
   * The last position, counted from 1, that earns this medal.
   *
   * @param teams scores on the leaderboard, at least 1
   * @throws IllegalArgumentException if there is no team
   */
  public int lastPosition(int teams) {
    if (teams < 1) {
      throw new IllegalArgumentException("%d teams; 1 or more is allowed".formatted(teams));
    }
    return switch (this) {
      case GOLD -> teams < 100 ? Math.max(1, teams / 10) : 10 + (teams < 250 ? 0 : teams / 500);
      case SILVER -> teams < 250 ? Math.max(1, teams / 5) : teams < 1000 ? 50 : teams / 20;
      case BRONZE ->
          teams < 250 ? Math.max(1, (int) (teams * 2L / 5)) : teams < 1000 ? 100 : teams / 10;
    };
  }
}
