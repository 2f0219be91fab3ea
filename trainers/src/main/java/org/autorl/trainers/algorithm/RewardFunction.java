package org.autorl.trainers.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Rates a completion; higher is better. */
@FunctionalInterface
public interface RewardFunction {
  /**
   * The reward.
   *
   * @param line the line of the data that the prompt stands in, with all its other fields
   * @param completion what the policy said, without the prompt
   */
  double of(ObjectNode line, String completion);

  /**
   * One of several.
   *
   * @param name as in the metrics {@code rewards/NAME/mean} and {@code rewards/NAME/std}
   * @param weight with which it counts in the sum; default 1
   */
  record Weighted(String name, double weight, RewardFunction function) {
    public Weighted {
      new Problems()
          .require(!name.isBlank(), "a reward function has no name")
          .require(Double.isFinite(weight), "the weight of reward `%s` is %s", name, weight)
          .orThrow();
    }

    /** With weight 1. */
    public Weighted(String name, RewardFunction function) {
      this(name, 1, function);
    }
  }
}
