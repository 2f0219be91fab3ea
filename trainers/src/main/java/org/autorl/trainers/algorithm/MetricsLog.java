package org.autorl.trainers.algorithm;

import java.util.Map;

/** Takes what a trainer measures, with TRL's keys. */
@FunctionalInterface
public interface MetricsLog {
  /**
   * One update.
   *
   * @param algorithm {@code sft}, {@code rft}, {@code dpo}, {@code kto}, {@code reinforce}, {@code
   *     rloo}, {@code grpo} or {@code ppo}
   * @param step from 1
   */
  void step(String algorithm, int step, Map<String, Double> metrics);
}
