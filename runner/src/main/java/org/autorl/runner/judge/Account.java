package org.autorl.runner.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the judging of one split took; safe for several threads. */
final class Account {
  private final TreeSet<String> servedBy = new TreeSet<>();
  private int calls;
  private int remembered;
  private int weighted;
  private long promptTokens;
  private long completionTokens;

  /** A sum of {@link Account}. */
  record Sum(
      List<String> servedBy,
      int calls,
      int remembered,
      int weighted,
      long promptTokens,
      long completionTokens) {}

  /**
   * Counts an answer.
   *
   * @param usage as OpenAI's API has it; a server may leave it out
   */
  synchronized void called(JsonNode usage) {
    calls++;
    promptTokens += Math.max(0, usage.path("prompt_tokens").asLong(0));
    completionTokens += Math.max(0, usage.path("completion_tokens").asLong(0));
  }

  synchronized void used(Opinion opinion, boolean fromBefore) {
    remembered += fromBefore ? 1 : 0;
    weighted += opinion.weighted() ? 1 : 0;
    Optional<String> model = opinion.servedBy();
    model.ifPresent(servedBy::add);
  }

  synchronized Sum sum() {
    return new Sum(
        List.copyOf(servedBy), calls, remembered, weighted, promptTokens, completionTokens);
  }
}
