package org.autorl.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a language model says of how an attempt went: {@code model-summary.json}. Nobody checked it,
 * and no score rests on it.
 *
 * @param model as it was asked for, for example {@code openai/gpt-5}
 * @param tokens that asking took, in and out
 * @param dollars that it cost; absent if the model has no price
 * @param leftOut sentences of its answer that name no step that it was shown
 */
public record ModelSummary(
    String model,
    Instant at,
    long tokens,
    Optional<Double> dollars,
    List<Sentence> sentences,
    int leftOut) {
  /**
   * A sentence.
   *
   * @param steps lines of the trajectory that are to show it, from 1; at least one
   */
  public record Sentence(String text, List<Integer> steps) {
    public Sentence {
      steps = List.copyOf(steps);
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a sentence names no step; one or more is needed");
      }
    }
  }

  public ModelSummary {
    sentences = List.copyOf(sentences);
  }
}
