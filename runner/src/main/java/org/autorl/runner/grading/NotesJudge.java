package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.autorl.environments.Item;
import org.autorl.records.Json;

/**
 * Says which of two notes is better, as it has learned from pairs that annotators compared: P(a
 * over b) = σ(r(a) - r(b)), after Bradley and Terry 1952, with r the sum of the weights of what a
 * note has. Agents cannot read it: the runner's classes and resources are on no path inside a
 * sandbox.
 *
 * @param weights of each feature, logits; a feature that is not there weighs nothing
 * @param error share of unseen pairs, 0 to 1, in which it contradicts what the annotators go by
 * @param pairs how many unseen pairs that was counted on
 */
record NotesJudge(Map<String, Double> weights, double error, int pairs) {
  static final String FILE = "notes-judge.json";

  NotesJudge {
    weights = Map.copyOf(weights);
  }

  /** The judge that this project ships; a spec makes it again by its recipe. */
  static NotesJudge shipped() {
    try (InputStream in = Objects.requireNonNull(NotesJudge.class.getResourceAsStream(FILE))) {
      ObjectNode file = Json.readObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      Map<String, Double> weights = new HashMap<>();
      file.get("weights")
          .fields()
          .forEachRemaining(weight -> weights.put(weight.getKey(), weight.getValue().asDouble()));
      return new NotesJudge(weights, file.get("error").asDouble(), file.get("pairs").asInt());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether {@code note} is better than {@code other}; a tie is not. */
  boolean prefers(Item item, String note, String other) {
    return merit(item, note) > merit(item, other) + 1e-9;
  }

  private double merit(Item item, String note) {
    // In the order of the alphabet: sums of the same numbers in another order may differ.
    return NoteFeatures.of(item, note).stream()
        .mapToDouble(feature -> weights.getOrDefault(feature, 0.0))
        .sum();
  }
}
