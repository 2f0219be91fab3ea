package org.autorl.trainers.algorithm;

import java.util.Arrays;
import java.util.List;

/** How much better than expected: all baselines and advantages in one place. */
final class Advantages {
  /** As in TRL: what is added to a deviation before it divides. */
  private static final double DEVIATION_FLOOR = 1e-4;

  /** As in TRL: what is added to a variance before its root divides. */
  private static final double VARIANCE_FLOOR = 1e-8;

  /** Below this, rewards are all equal, and what is left is rounding. */
  private static final double EQUAL = 1e-12;

  private Advantages() {}

  /**
   * Rewards relative to their group (GRPO, https://arxiv.org/abs/2402.03300, section 4.1): Â_i =
   * (r_i - mean(r)) / (deviation + 1e-4).
   *
   * @param groups rewards of the rollouts of each prompt
   * @param scale which deviation divides
   */
  static double[][] ofGroups(double[][] groups, GrpoTrainer.ScaleRewards scale) {
    double[] all = Arrays.stream(groups).flatMapToDouble(Arrays::stream).toArray();
    return Arrays.stream(groups)
        .map(
            rewards -> {
              double divisor =
                  switch (scale) {
                    case GROUP -> Math.sqrt(variance(rewards)) + DEVIATION_FLOOR;
                    case BATCH -> Math.sqrt(variance(all)) + DEVIATION_FLOOR;
                    case NONE -> 1;
                  };
              double mean = mean(rewards);
              boolean equal = allEqual(rewards);
              return Arrays.stream(rewards).map(r -> equal ? 0 : (r - mean) / divisor).toArray();
            })
        .toArray(double[][]::new);
  }

  /** Whether a group has nothing to say about what is better. */
  static boolean allEqual(double[] rewards) {
    return variance(rewards) < EQUAL;
  }

  /**
   * Rewards less the mean of the others of the group (RLOO, https://arxiv.org/abs/2402.14740,
   * equation 8).
   */
  static double[] leaveOneOut(double[] rewards) {
    double sum = Arrays.stream(rewards).sum();
    return Arrays.stream(rewards).map(r -> r - (sum - r) / (rewards.length - 1)).toArray();
  }

  /** Rewards less their mean. */
  static double[] lessMean(double[] rewards) {
    double mean = mean(rewards);
    return Arrays.stream(rewards).map(r -> r - mean).toArray();
  }

  /**
   * Generalized advantage estimation (https://arxiv.org/abs/1506.02438, equation 16): δ_t = r_t + γ
   * V(s_t+1) - V(s_t), Â_t = δ_t + γ λ Â_t+1. Nothing is worth anything after the last token.
   *
   * @param rewards of each token
   * @param values V of the state before each token
   */
  static double[] generalized(double[] rewards, double[] values, double gamma, double lambda) {
    double[] advantages = new double[rewards.length];
    double next = 0;
    double nextValue = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double delta = rewards[t] + gamma * nextValue - values[t];
      next = delta + gamma * lambda * next;
      nextValue = values[t];
      advantages[t] = next;
    }
    return advantages;
  }

  /** Moves all numbers to mean 0 and variance 1. */
  static List<double[]> whiten(List<double[]> rows) {
    double[] all = rows.stream().flatMapToDouble(Arrays::stream).toArray();
    double mean = mean(all);
    double root = Math.sqrt(variance(all) + VARIANCE_FLOOR);
    return rows.stream()
        .map(row -> Arrays.stream(row).map(a -> (a - mean) / root).toArray())
        .toList();
  }

  static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** Unbiased; 0 of a single number. */
  static double variance(double[] values) {
    double mean = mean(values);
    double sum = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? 0 : sum / (values.length - 1);
  }
}
