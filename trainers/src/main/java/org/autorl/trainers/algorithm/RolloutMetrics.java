package org.autorl.trainers.algorithm;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.autorl.trainers.algorithm.RolloutSource.Rollout;

/** What TRL logs of the rollouts of one iteration. */
final class RolloutMetrics {
  private RolloutMetrics() {}

  static Map<String, Double> of(List<List<Rollout>> groups) {
    List<Rollout> all = groups.stream().flatMap(List::stream).toList();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("reward", mean(all.stream().mapToDouble(Rollout::reward).toArray()));
    metrics.put(
        "reward_std",
        mean(
            groups.stream()
                .mapToDouble(g -> deviation(g.stream().mapToDouble(Rollout::reward).toArray()))
                .toArray()));
    metrics.put(
        "frac_reward_zero_std",
        mean(
            groups.stream()
                .mapToDouble(
                    g -> g.stream().mapToDouble(Rollout::reward).distinct().count() == 1 ? 1 : 0)
                .toArray()));
    metrics.put(
        "completions/mean_length",
        mean(all.stream().mapToDouble(r -> r.sequence().trainedTokens()).toArray()));
    metrics.put(
        "completions/clipped_ratio",
        mean(all.stream().mapToDouble(r -> r.ended() ? 0 : 1).toArray()));
    return metrics;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return values.length < 2 ? 0 : Math.sqrt(sum / (values.length - 1));
  }
}
