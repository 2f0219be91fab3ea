package org.autorl.records;

import java.util.List;
import java.util.Optional;

/**
 * How completions are made.
 *
 * @param maxTokens of one completion; for episodes, of one action
 * @param maxContext tokens of prompt and completion together; absent: what the policy takes
 * @param temperature 0: the likeliest token each time
 * @param topP share of the probability that is sampled from, above 0, at most 1
 * @param topK tokens that are sampled from; absent: all
 * @param stop texts that end a completion
 * @param chatTemplate whether prompts go through the policy's own
 * @param shots worked examples before each prompt, taken from the visible items
 */
public record Decoding(
    int maxTokens,
    Optional<Integer> maxContext,
    double temperature,
    double topP,
    Optional<Integer> topK,
    List<String> stop,
    boolean chatTemplate,
    int shots) {
  public Decoding {
    Check.that(maxTokens > 0, "a completion needs at least one token");
    Check.that(temperature >= 0 && temperature <= 2, "a temperature lies in 0..2");
    Check.that(topP > 0 && topP <= 1, "top-p lies above 0, at most 1");
    Check.that(shots >= 0, "worked examples count from 0");
    stop = List.copyOf(stop);
  }

  /** The likeliest completion of a bare prompt. */
  public static Decoding greedy(int maxTokens, List<String> stop) {
    return new Decoding(maxTokens, Optional.empty(), 0, 1, Optional.empty(), stop, false, 0);
  }

  /** Whether the same policy gives the same completion each time. */
  public boolean isGreedy() {
    return temperature == 0;
  }
}
