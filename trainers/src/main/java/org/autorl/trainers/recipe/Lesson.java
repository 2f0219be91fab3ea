package org.autorl.trainers.recipe;

import java.util.List;
import org.autorl.trainers.algorithm.RolloutSource;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.Policy;

/** What the visible files of a task offer to learn from, and how to go about it. */
interface Lesson {
  /** Sequences to imitate. */
  List<TokenSequence> demonstrations(Policy policy);

  /** Rollouts of this policy with a reward that needs no grader. */
  RolloutSource rollouts(Policy policy);

  /** Share of the time to spend on imitation; the rest is GRPO's. Default 0.5. */
  default double imitationShare() {
    return 0.5;
  }

  /** How strongly GRPO is held to the reference policy. Default 0, not at all. */
  default double beta() {
    return 0;
  }

  /** Prompts in one iteration of GRPO. Default 16. */
  default int groups() {
    return 16;
  }

  /** Of GRPO. Default 5e-5. */
  default double learningRate() {
    return 5e-5;
  }
}
