package org.autorl.records.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads rotary positions from {@code config.json}: {@code rope_theta} with {@code rope_scaling}, as
 * long written, or both in {@code rope_parameters}, as transformers 5 writes them.
 */
final class RotaryReader {
  private static final double THETA = 10_000;
  private static final Set<String> TYPES = Set.of("default", "linear", "llama3");

  private final Consumer<String> problem;
  private final double theta;
  private final RotaryScaling scaling;

  RotaryReader(ObjectNode config, Consumer<String> problem) {
    this.problem = problem;
    List<String> places =
        List.of("rope_parameters", "rope_scaling").stream().filter(config::hasNonNull).toList();
    if (places.size() == 2 && !config.get(places.get(0)).equals(config.get(places.get(1)))) {
      problem.accept("`rope_parameters` and `rope_scaling` differ; one of them is enough");
    }
    Optional<Double> outer = number(config, "rope_theta", "");
    if (places.isEmpty()) {
      theta = outer.orElse(THETA);
      scaling = new RotaryScaling.None();
      return;
    }
    String place = places.get(0);
    JsonNode inner = config.get(place);
    Optional<Double> own = number(inner, "rope_theta", place + ".");
    if (own.isPresent() && outer.isPresent() && !own.equals(outer)) {
      problem.accept("`rope_theta` is %s, and %s in `%s`".formatted(outer.get(), own.get(), place));
    }
    theta = own.or(() -> outer).orElse(THETA);
    scaling = scaling(inner, place);
  }

  double theta() {
    return theta;
  }

  RotaryScaling scaling() {
    return scaling;
  }

  private RotaryScaling scaling(JsonNode node, String place) {
    String type = node.path("rope_type").asText(node.path("type").asText("default"));
    if (!node.isObject() || !TYPES.contains(type)) {
      String said = node.isObject() ? "is of type `" + type + "`" : "is " + node;
      problem.accept(
          "`%s` %s; allowed are the types `default`, `linear` and `llama3`".formatted(place, said));
      return new RotaryScaling.None();
    }
    if (node.path("partial_rotary_factor").asDouble(1) != 1) {
      problem.accept(
          "`" + place + ".partial_rotary_factor` is set; positions turn whole heads here");
    }
    for (JsonNode value : node) {
      if (value.isObject()) {
        problem.accept("`" + place + "` differs between layers; one for all is supported");
        return new RotaryScaling.None();
      }
    }
    return switch (type) {
      case "linear" -> new RotaryScaling.Linear(needed(node, "factor", place));
      case "llama3" -> llama3(node, place);
      default -> new RotaryScaling.None();
    };
  }

  private RotaryScaling llama3(JsonNode node, String place) {
    double factor = needed(node, "factor", place);
    double low = needed(node, "low_freq_factor", place);
    double high = needed(node, "high_freq_factor", place);
    double original = needed(node, "original_max_position_embeddings", place);
    boolean known =
        node.path("low_freq_factor").isNumber() && node.path("high_freq_factor").isNumber();
    if (known && low >= high) {
      problem.accept("`%s.low_freq_factor` must be below `high_freq_factor`".formatted(place));
    }
    return new RotaryScaling.Llama3(factor, low, high, original);
  }

  private double needed(JsonNode node, String name, String place) {
    Optional<Double> value = number(node, name, place + ".");
    if (value.isEmpty() && !node.hasNonNull(name)) {
      problem.accept("`%s.%s` is missing".formatted(place, name));
    }
    return value.orElse(1.0);
  }

  private Optional<Double> number(JsonNode node, String name, String prefix) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isNumber() || !(value.asDouble() > 0)) {
      problem.accept("`%s%s` is %s; it must be a number above 0".formatted(prefix, name, value));
      return Optional.empty();
    }
    return Optional.of(value.asDouble());
  }
}
