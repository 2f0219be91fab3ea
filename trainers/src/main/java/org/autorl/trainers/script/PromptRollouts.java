package org.autorl.trainers.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.autorl.trainers.algorithm.RolloutSource;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Sampler;

/** Completes prompts of the data and has the user's rewards rate them; remembers what each said. */
final class PromptRollouts implements RolloutSource {
  private final Policy policy;
  private final List<TrainingData.Row> rows;
  private final List<long[]> prompts;
  private final int maxTokens;
  private final Rewards rewards;
  private final Map<String, List<Double>> said = new LinkedHashMap<>();

  /**
   * Rollouts of these prompts.
   *
   * @param maxTokens the most that a completion may have
   * @throws Mistake naming the prompts that leave no room for a completion in the policy's context
   */
  PromptRollouts(Policy policy, TrainingData data, int maxTokens, Rewards rewards) {
    this.policy = policy;
    this.rows = data.rows();
    this.maxTokens = maxTokens;
    this.rewards = rewards;
    this.prompts = rows.stream().map(row -> policy.tokenizer().encode(row.text("prompt"))).toList();
    int room = policy.config().positions() - maxTokens;
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      int length = prompts.get(i).length;
      if (length == 0 || length > room) {
        String why =
            length == 0
                ? "the prompt is empty"
                : "the prompt has %d tokens; %d are left for it".formatted(length, room);
        problems.add(rows.get(i).where() + ": " + why);
      }
    }
    if (!problems.isEmpty()) {
      String context =
          "the policy's context has %d tokens, and completions take up to %d"
              .formatted(policy.config().positions(), maxTokens);
      throw TrainingData.unusable(data.source(), rows.size(), problems, List.of(context));
    }
  }

  @Override
  public List<List<Rollout>> sample(int groups, int groupSize, SplittableRandom random) {
    int[] chosen = new int[groups];
    List<long[]> tokens = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      chosen[g] = random.nextInt(rows.size());
      for (int i = 0; i < groupSize; i++) {
        tokens.add(prompts.get(chosen[g]));
      }
    }
    List<Sampler.Completion> completions = complete(tokens, random);
    List<List<Rollout>> result = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      List<Rollout> group = new ArrayList<>();
      for (int i = 0; i < groupSize; i++) {
        int row = g * groupSize + i;
        group.add(rollout(rows.get(chosen[g]), tokens.get(row), completions.get(row)));
      }
      result.add(group);
    }
    return result;
  }

  private List<Sampler.Completion> complete(List<long[]> tokens, SplittableRandom random) {
    int longest = tokens.stream().mapToInt(t -> t.length).max().orElseThrow();
    boolean[] active = new boolean[tokens.size()];
    Arrays.fill(active, true);
    try (Sampler sampler = new Sampler(policy, tokens.size(), longest + maxTokens)) {
      sampler.append(tokens);
      return sampler.generate(active, new Sampler.Settings(maxTokens, 1.0, List.of()), random);
    }
  }

  private Rollout rollout(TrainingData.Row row, long[] prompt, Sampler.Completion completion) {
    Map<String, Double> values = rewards.each(row, row.text("prompt"), completion.text());
    values.forEach((name, value) -> said.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    long[] all = Arrays.copyOf(prompt, prompt.length + completion.tokens().length);
    System.arraycopy(completion.tokens(), 0, all, prompt.length, completion.tokens().length);
    boolean[] trained = new boolean[all.length];
    Arrays.fill(trained, prompt.length, all.length, true);
    return new Rollout(
        new TokenSequence(all, trained),
        completion.logProbabilities(),
        rewards.sum(values),
        completion.finish().equals("end"));
  }

  /** What each reward said since the last call: TRL's {@code rewards/NAME/mean} and {@code std}. */
  Map<String, Double> takeMetrics() {
    Map<String, Double> metrics = new TreeMap<>();
    said.forEach(
        (name, values) -> {
          double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
          double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
          metrics.put("rewards/" + name + "/mean", mean);
          metrics.put(
              "rewards/" + name + "/std",
              values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)));
        });
    said.clear();
    return metrics;
  }
}
