package org.autorl.trainers.algorithm;

import java.util.List;
import java.util.SplittableRandom;

/** Makes rollouts: a completion of a prompt, or a whole episode in an environment. */
public interface RolloutSource {
  /**
   * One rollout.
   *
   * @param sequence prompt, what the policy said and what the environment said; only the policy's
   *     tokens are trained
   * @param logProbabilities of the trained tokens when they were sampled
   * @param ended whether it ended by itself, not by length
   */
  record Rollout(TokenSequence sequence, float[] logProbabilities, double reward, boolean ended) {}

  /**
   * Samples {@code groups} groups of {@code groupSize} rollouts of the same prompt each.
   *
   * @param groupSize G
   */
  List<List<Rollout>> sample(int groups, int groupSize, SplittableRandom random);
}
