package org.autorl.trainers.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.autorl.trainers.algorithm.RolloutSource;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Sampler;

/**
 * Rollouts of one turn: a prompt, a completion, a reward for its text.
 *
 * @param prompts to draw from
 * @param reward of a completion, given the index of its prompt
 */
record Completions(Policy policy, List<String> prompts, int maxTokens, Reward reward)
    implements RolloutSource {
  /** Rates a completion. */
  @FunctionalInterface
  interface Reward {
    double of(int prompt, String completion);
  }

  @Override
  public List<List<Rollout>> sample(int groups, int groupSize, SplittableRandom random) {
    int rows = groups * groupSize;
    int[] chosen = new int[groups];
    List<long[]> tokens = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      chosen[g] = random.nextInt(prompts.size());
      long[] prompt = policy.tokenizer().encode(prompts.get(chosen[g]));
      for (int i = 0; i < groupSize; i++) {
        tokens.add(prompt);
      }
    }
    int longest = tokens.stream().mapToInt(t -> t.length).max().orElseThrow();
    boolean[] active = new boolean[rows];
    Arrays.fill(active, true);
    List<Sampler.Completion> completions;
    try (Sampler sampler = new Sampler(policy, rows, longest + maxTokens)) {
      sampler.append(tokens);
      completions =
          sampler.generate(active, new Sampler.Settings(maxTokens, 1.0, List.of()), random);
    }
    List<List<Rollout>> result = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      List<Rollout> group = new ArrayList<>();
      for (int i = 0; i < groupSize; i++) {
        int row = g * groupSize + i;
        Sampler.Completion completion = completions.get(row);
        group.add(
            new Rollout(
                new Sequences()
                    .add(tokens.get(row), false)
                    .add(completion.tokens(), true)
                    .join(Integer.MAX_VALUE),
                completion.logProbabilities(),
                reward.of(chosen[g], completion.text()),
                completion.finish().equals("end")));
      }
      result.add(group);
    }
    return result;
  }
}
