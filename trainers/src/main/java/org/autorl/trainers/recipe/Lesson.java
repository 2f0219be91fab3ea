package org.autorl.trainers.recipe;

import java.util.List;
import org.autorl.trainers.algorithm.RolloutSource;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.Policy;

/** What the visible files of a task offer to learn from. */
interface Lesson {
  /** Sequences to imitate. */
  List<TokenSequence> demonstrations(Policy policy);

  /** Share of the time to spend on imitation; the rest is GRPO's. */
  double imitationShare();

  /** Rollouts of this policy with a reward that needs no grader. */
  RolloutSource rollouts(Policy policy);

  /** How strongly GRPO is held to the reference policy. */
  double beta();

  /** Prompts in one iteration of GRPO. */
  int groups();

  /** Of GRPO. */
  double learningRate();
}
