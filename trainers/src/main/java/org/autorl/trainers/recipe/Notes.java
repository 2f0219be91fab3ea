package org.autorl.trainers.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.autorl.trainers.algorithm.RolloutSource;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.Policy;

/**
 * Pairs of notes of which a judge preferred one: imitate those, and learn a reward from the pairs,
 * for the judge itself is out of reach.
 */
record Notes(List<ObjectNode> pairs, PairReward reward) implements Lesson {
  private static final int MAX_TOKENS = 64;

  static Notes of(List<ObjectNode> pairs, long seed) {
    return new Notes(pairs, PairReward.fit(pairs, seed));
  }

  @Override
  public List<TokenSequence> demonstrations(Policy policy) {
    return pairs.stream()
        .map(
            pair ->
                Sequences.shown(policy, pair.get("prompt").asText(), pair.get("chosen").asText()))
        .toList();
  }

  @Override
  public double imitationShare() {
    return 0.5;
  }

  @Override
  public double learningRate() {
    return 5e-5;
  }

  @Override
  public RolloutSource rollouts(Policy policy) {
    List<String> prompts = pairs.stream().map(pair -> pair.get("prompt").asText()).toList();
    return new Completions(
        policy, prompts, MAX_TOKENS, (prompt, text) -> reward.of(prompts.get(prompt), text));
  }

  /** The learned reward is right only near what it was learned from. */
  @Override
  public double beta() {
    return 0.02;
  }

  @Override
  public int groups() {
    return 12;
  }
}
