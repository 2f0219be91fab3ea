package org.autorl.trainers.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Sampler;

/**
 * Rollouts of one turn: a prompt, a completion, a reward for its text.
 *
 * @param lines to draw from, each with a field {@code prompt}
 * @param rewards functions whose weighted sum is the reward
 * @param maxCompletionLength the most tokens of a completion
 * @param temperature of sampling; above 0
 */
public record CompletionRollouts(
    Policy policy,
    List<ObjectNode> lines,
    List<RewardFunction.Weighted> rewards,
    int maxCompletionLength,
    double temperature)
    implements RolloutSource {
  public CompletionRollouts {
    lines = List.copyOf(lines);
    rewards = List.copyOf(rewards);
    Problems problems =
        new Problems()
            .require(!lines.isEmpty(), "there are no prompts")
            .require(!rewards.isEmpty(), "there is no reward function")
            .require(
                rewards.stream().map(RewardFunction.Weighted::name).distinct().count()
                    == rewards.size(),
                "two reward functions have one name")
            .atLeast("max_completion_length", maxCompletionLength, 1)
            .above("temperature", temperature, 0);
    for (int i = 0; i < lines.size(); i++) {
      problems.require(
          lines.get(i).path("prompt").isTextual(), "line %s of the data has no `prompt`", i + 1);
    }
    problems.orThrow();
  }

  /** With one reward function, at temperature 1. */
  public CompletionRollouts(
      Policy policy, List<ObjectNode> lines, int maxCompletionLength, RewardFunction reward) {
    this(
        policy,
        lines,
        List.of(new RewardFunction.Weighted("reward", reward)),
        maxCompletionLength,
        1.0);
  }

  @Override
  public List<List<Rollout>> sample(int groups, int groupSize, SplittableRandom random) {
    List<ObjectNode> chosen = new ArrayList<>();
    List<long[]> prompts = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      ObjectNode line = lines.get(random.nextInt(lines.size()));
      long[] prompt = policy.tokenizer().encode(line.get("prompt").asText());
      for (int i = 0; i < groupSize; i++) {
        chosen.add(line);
        prompts.add(prompt);
      }
    }
    List<Sampler.Completion> completions = complete(prompts, random);
    List<Rollout> rollouts = new ArrayList<>();
    for (int row = 0; row < prompts.size(); row++) {
      rollouts.add(rate(chosen.get(row), prompts.get(row), completions.get(row)));
    }
    return Updater.parts(rollouts, groupSize);
  }

  private List<Sampler.Completion> complete(List<long[]> prompts, SplittableRandom random) {
    int longest = prompts.stream().mapToInt(t -> t.length).max().orElseThrow();
    boolean[] active = new boolean[prompts.size()];
    Arrays.fill(active, true);
    try (Sampler sampler = new Sampler(policy, prompts.size(), longest + maxCompletionLength)) {
      sampler.append(prompts);
      return sampler.generate(
          active, new Sampler.Settings(maxCompletionLength, temperature, List.of()), random);
    }
  }

  private Rollout rate(ObjectNode line, long[] prompt, Sampler.Completion completion) {
    Map<String, Double> parts = new TreeMap<>();
    double sum = 0;
    for (RewardFunction.Weighted reward : rewards) {
      double value = reward.function().of(line, completion.text());
      parts.put(reward.name(), value);
      sum += reward.weight() * value;
    }
    return new Rollout(
        TokenSequence.of(prompt, completion.tokens()),
        completion.logProbabilities(),
        sum,
        completion.finish().equals("end"),
        parts);
  }
}
