package org.autorl.graders;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The scores of others, to place a submission's score among.
 *
 * <p>The submission is not on it. Source: {@link Medal}; MLE-bench rounds a score to 5 decimals
 * before, which is left to the caller, and infers the direction, which is said here.
 *
 * @param scores one finite score a team, at least one, in any order; kept best first
 * @param direction which scores are better
 */
public record Leaderboard(List<Double> scores, Direction direction) {
  /** Which of two scores is better. */
  public enum Direction {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER;

    private boolean better(double one, double two) {
      return this == HIGHER_IS_BETTER ? one > two : one < two;
    }

    private Comparator<Double> bestFirst() {
      return this == HIGHER_IS_BETTER ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }
  }

  /**
   * @throws IllegalArgumentException if there is no score, or one is not finite
   */
  public Leaderboard {
    scores = Values.finite("scores", scores).stream().sorted(direction.bestFirst()).toList();
    Values.requireSome("scores", scores);
  }

  /**
   * The rank that a score would have, 1 to one more than there are teams: one more than the number
   * of better scores, so that equal scores share the better rank.
   *
   * @throws IllegalArgumentException if the score is not finite
   */
  public int rank(double score) {
    requireFinite(score);
    return 1 + (int) scores.stream().filter(other -> direction.better(other, score)).count();
  }

  /**
   * The best medal that a score earns, or empty: at least as good as the score at the medal's last
   * position.
   *
   * @throws IllegalArgumentException if the score is not finite
   */
  public Optional<Medal> medal(double score) {
    requireFinite(score);
    return Stream.of(Medal.values())
        .filter(medal -> !direction.better(lastScore(medal), score))
        .findFirst();
  }

  /** The least good score that still earns a medal. */
  public double lastScore(Medal medal) {
    return scores.get(medal.lastPosition(scores.size()) - 1);
  }

  /** The middle score; of an even number of scores, the mean of the two in the middle. */
  public double median() {
    int half = scores.size() / 2;
    return scores.size() % 2 == 1
        ? scores.get(half)
        : scores.get(half - 1) / 2 + scores.get(half) / 2;
  }

  /**
   * Whether a score is strictly better than the median.
   *
   * @throws IllegalArgumentException if the score is not finite
   */
  public boolean aboveMedian(double score) {
    requireFinite(score);
    return direction.better(score, median());
  }

  private static void requireFinite(double score) {
    Values.finite("score", List.of(score));
  }
}
