package org.autorl.records.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.autorl.records.Json;

/**
 * Reads {@code config.json} with the defaults that transformers has for each family, and refuses
 * what would make another decoder of it. All problems are told at once.
 */
final class ConfigReader {
  private static final Map<String, String> ARCHITECTURES =
      Map.of(
          "llama", "LlamaForCausalLM",
          "qwen2", "Qwen2ForCausalLM",
          "qwen3", "Qwen3ForCausalLM");

  private static final int LAYER_LIMIT = 10_000;

  /** 1 GB for each of the two tables of rotary positions. */
  private static final long TABLE_LIMIT = 1L << 28;

  private final ObjectNode tree;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();

  private ConfigReader(ObjectNode tree) {
    this.tree = tree;
  }

  static String architecture(String family) {
    return ARCHITECTURES.getOrDefault(family, "unknown");
  }

  static PolicyConfig read(String json, Optional<String> generation) {
    ConfigReader reader = new ConfigReader(object(json, "config.json"));
    PolicyConfig config =
        reader.config(json, generation.map(text -> object(text, "generation_config.json")));
    Problems.refuse(reader.problems);
    return config;
  }

  private static ObjectNode object(String json, String file) {
    try {
      return Json.readObject(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " holds no JSON object", e);
    }
  }

  private PolicyConfig config(String json, Optional<ObjectNode> generation) {
    String family = family();
    boolean llama = family.equals("llama");
    int vocabulary = size("vocab_size", OptionalInt.empty());
    int hidden = size("hidden_size", OptionalInt.empty());
    int layers = size("num_hidden_layers", OptionalInt.empty());
    int heads = size("num_attention_heads", OptionalInt.empty());
    int intermediate = size("intermediate_size", OptionalInt.empty());
    int positions = size("max_position_embeddings", OptionalInt.of(llama ? 2048 : 32_768));
    int kvHeads = orFallback("num_key_value_heads", heads, llama ? heads : 32);
    int perHead = heads > 0 ? hidden / heads : 0;
    int headDim = orFallback("head_dim", perHead, family.equals("qwen3") ? 128 : perHead);
    RotaryReader rope = new RotaryReader(tree, this::problem);
    boolean attentionBias = !family.equals("qwen2") && flag("attention_bias");
    List<Integer> ends = tokens(tree, "config.json", vocabulary);
    List<Integer> stops =
        generation.map(g -> tokens(g, "generation_config.json", vocabulary)).orElse(List.of());
    checkSizes(layers, heads, kvHeads, headDim, positions);
    checkFeatures(family, layers, positions);
    if (ends.isEmpty() && stops.isEmpty() && !unreadable.contains("eos_token_id")) {
      problem("`eos_token_id` is missing, and generation_config.json names none either");
    }
    List<Integer> known = ends.isEmpty() ? stops : ends;
    return new PolicyConfig(
        family,
        vocabulary,
        hidden,
        layers,
        heads,
        kvHeads,
        headDim,
        intermediate,
        positions,
        rope.theta(),
        rope.scaling(),
        (float) positive("rms_norm_eps", 1e-6),
        flag("tie_word_embeddings"),
        family.equals("qwen2") || attentionBias,
        attentionBias,
        known.isEmpty() ? 0 : known.get(0),
        stops.isEmpty() ? ends : stops,
        json);
  }

  private String family() {
    String family = tree.path("model_type").asText("(none)");
    String wanted = ARCHITECTURES.get(family);
    if (wanted == null) {
      problem("`model_type` is `" + family + "`; allowed are `llama`, `qwen2` and `qwen3`");
      return "llama";
    }
    JsonNode said = tree.path("architectures");
    if (said.size() > 1 || (said.size() == 1 && !said.get(0).asText().equals(wanted))) {
      problem("`architectures` is " + said + "; `" + family + "` is read as " + wanted);
    }
    return family;
  }

  private void checkSizes(int layers, int heads, int kvHeads, int headDim, int positions) {
    if (layers > LAYER_LIMIT) {
      problem("`num_hidden_layers` is " + layers + "; at most " + LAYER_LIMIT + " are read");
    }
    if (heads > 0 && kvHeads > 0 && heads % kvHeads != 0) {
      problem(
          "`num_attention_heads` (%d) is no multiple of `num_key_value_heads` (%d)"
              .formatted(heads, kvHeads));
    }
    if (headDim % 2 != 0 || (headDim == 0 && heads > 0 && !unreadable.contains("hidden_size"))) {
      problem("`head_dim` is " + headDim + "; it must be even and above 0");
    }
    if ((long) positions * headDim > TABLE_LIMIT) {
      problem(
          "`max_position_embeddings` is %d; heads of width %d reach %d at most"
              .formatted(positions, headDim, TABLE_LIMIT / headDim));
    }
  }

  /** Refuses what this decoder does not do, where it would change the result. */
  private void checkFeatures(String family, int layers, int positions) {
    String act = tree.path("hidden_act").asText("silu");
    if (!act.equals("silu")) {
      problem("`hidden_act` is `" + act + "`; allowed is `silu`");
    }
    if (family.equals("llama") && flag("mlp_bias")) {
      problem("`mlp_bias` is true; a bias in the feed-forward layers is not supported");
    }
    if (tree.hasNonNull("quantization_config")) {
      problem("`quantization_config` is set; quantized weights are not supported");
    }
    if (tree.hasNonNull("auto_map")) {
      problem("`auto_map` names code of the policy's own; none is run here");
    }
    if (flag("use_mrope")) {
      problem("`use_mrope` is true; positions in several dimensions are not supported");
    }
    if (slidingWindow(family, layers, positions)) {
      problem("`sliding_window` is used; attention to a window only is not supported");
    }
  }

  /** A window as long as the longest context hides nothing. */
  private boolean slidingWindow(String family, int layers, int positions) {
    if (tree.path("sliding_window").asLong(Long.MAX_VALUE) >= positions) {
      return false;
    }
    if (family.equals("llama")) {
      return true;
    }
    JsonNode kinds = tree.path("layer_types");
    for (JsonNode kind : kinds) {
      if (kind.asText().equals("sliding_attention")) {
        return true;
      }
    }
    // In transformers, Qwen's window is for the layers from this one on.
    return kinds.isEmpty()
        && flag("use_sliding_window")
        && tree.path("max_window_layers").asInt(28) < layers;
  }

  /** The ids of {@code eos_token_id}, a number or a list. */
  private List<Integer> tokens(ObjectNode from, String file, int vocabulary) {
    JsonNode node = from.path("eos_token_id");
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : node.isArray() ? node : List.of(node)) {
      boolean inside = id.canConvertToInt() && id.isInt() && id.asInt() >= 0;
      if (!inside || (!unreadable.contains("vocab_size") && id.asInt() >= vocabulary)) {
        unreadable.add("eos_token_id");
        problems.add(
            "%s: `eos_token_id` is %s; ids are whole numbers from 0 to below `vocab_size`"
                .formatted(file, node));
        return List.of();
      }
      ids.add(id.asInt());
    }
    return ids;
  }

  /** A size that may be absent, or null, which transformers treats differently. */
  private int orFallback(String name, int ifNull, int ifMissing) {
    JsonNode node = tree.path(name);
    return node.isNull()
        ? ifNull
        : node.isMissingNode() ? ifMissing : size(name, OptionalInt.empty());
  }

  private int size(String name, OptionalInt absent) {
    JsonNode node = tree.path(name);
    if (node.isMissingNode() && absent.isPresent()) {
      return absent.getAsInt();
    }
    if (node.isInt() && node.asInt() > 0) {
      return node.asInt();
    }
    unreadable.add(name);
    problem(
        node.isMissingNode()
            ? "`" + name + "` is missing"
            : "`" + name + "` is " + node + "; it must be a whole number above 0");
    return 0;
  }

  private boolean flag(String name) {
    JsonNode node = tree.path(name);
    if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
      problem("`" + name + "` is " + node + "; it must be true or false");
    }
    return node.asBoolean(false);
  }

  private double positive(String name, double absent) {
    JsonNode node = tree.path(name);
    if (node.isMissingNode()) {
      return absent;
    }
    if (!node.isNumber() || !(node.asDouble() > 0)) {
      problem("`" + name + "` is " + node + "; it must be a number above 0");
      return absent;
    }
    return node.asDouble();
  }

  private void problem(String what) {
    problems.add("config.json: " + what);
  }
}
