package org.autorl.trainers.algorithm;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.autorl.trainers.algorithm.RolloutSource.Rollout;

/** What TRL logs of the rollouts of one iteration. */
final class RolloutMetrics {
  private RolloutMetrics() {}

  static Map<String, Double> of(List<List<Rollout>> groups) {
    List<Rollout> all = groups.stream().flatMap(List::stream).toList();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("reward", mean(all, Rollout::reward));
    metrics.put("reward_std", mean(groups, g -> Math.sqrt(Advantages.variance(rewards(g)))));
    metrics.put("frac_reward_zero_std", mean(groups, g -> Advantages.allEqual(rewards(g)) ? 1 : 0));
    metrics.put("completions/mean_length", mean(all, r -> r.sequence().trainedTokens()));
    metrics.put("completions/clipped_ratio", mean(all, r -> r.ended() ? 0 : 1));
    for (String name : all.get(0).rewards().keySet()) {
      double[] values =
          all.stream().mapToDouble(r -> r.rewards().getOrDefault(name, 0.0)).toArray();
      metrics.put("rewards/" + name + "/mean", Advantages.mean(values));
      metrics.put("rewards/" + name + "/std", Math.sqrt(Advantages.variance(values)));
    }
    return metrics;
  }

  /** The rewards of a group. */
  static double[] rewards(List<Rollout> group) {
    return group.stream().mapToDouble(Rollout::reward).toArray();
  }

  /**
   * Refuses rewards that are no numbers.
   *
   * @throws TrainingDiverged naming the reward function, if there are several
   */
  static void check(List<List<Rollout>> groups, TrainingLoop loop) {
    for (Rollout rollout : groups.stream().flatMap(List::stream).toList()) {
      new TreeMap<>(rollout.rewards())
          .forEach((name, value) -> loop.requireFinite("the reward `" + name + "`", value));
      loop.requireFinite("the reward", rollout.reward());
    }
  }

  private static <T> double mean(List<T> items, ToDoubleFunction<T> value) {
    return Advantages.mean(items.stream().mapToDouble(value).toArray());
  }
}
