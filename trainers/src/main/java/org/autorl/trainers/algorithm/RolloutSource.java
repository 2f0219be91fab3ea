package org.autorl.trainers.algorithm;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes rollouts: a completion of a prompt, or a whole episode in an environment. */
@FunctionalInterface
public interface RolloutSource {
  /**
   * One rollout.
   *
   * @param sequence prompt, what the policy said and what the environment said; only the policy's
   *     tokens are trained
   * @param logProbabilities of the trained tokens when they were sampled
   * @param reward what to raise
   * @param ended whether it ended by itself, not by length
   * @param rewards what each reward function gave, by its name, if there are several
   */
  record Rollout(
      TokenSequence sequence,
      float[] logProbabilities,
      double reward,
      boolean ended,
      Map<String, Double> rewards) {
    public Rollout {
      rewards = Map.copyOf(rewards);
    }

    /** A rollout whose reward has no parts. */
    public Rollout(TokenSequence sequence, float[] logProbabilities, double reward, boolean ended) {
      this(sequence, logProbabilities, reward, ended, Map.of());
    }
  }

  /**
   * Samples {@code groups} groups of {@code groupSize} rollouts of the same prompt each.
   *
   * @param groupSize G
   */
  List<List<Rollout>> sample(int groups, int groupSize, SplittableRandom random);
}
