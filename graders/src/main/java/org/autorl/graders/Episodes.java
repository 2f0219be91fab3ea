package org.autorl.graders;

import java.util.List;

/**
 * What a policy got for the episodes that it acted in.
 *
 * <p>Source of success as a mark on the reward: WebShop, Yao et al. 2022, <a
 * href="https://arxiv.org/abs/2207.01206">2207.01206</a> (there the mark is 1).
 *
 * @param rewards the last reward of each episode, finite; at least one episode
 */
public record Episodes(List<Double> rewards) {
  /**
   * @throws IllegalArgumentException if there is no episode, or a reward is not finite
   */
  public Episodes {
    rewards = Values.finite("rewards", rewards);
    Values.requireSome("rewards", rewards);
  }

  /** Mean reward with its standard error, in the unit of the reward. */
  public Mean meanReward() {
    return Mean.of(rewards);
  }

  /**
   * Share of episodes that succeeded, 0 to 1, with its standard error.
   *
   * @param passAt the least reward of a success, finite
   * @throws IllegalArgumentException if {@code passAt} is not finite
   */
  public Mean successRate(double passAt) {
    Values.finite("passAt", List.of(passAt));
    return Mean.of(rewards.stream().map(reward -> reward >= passAt ? 1.0 : 0.0).toList());
  }
}
