package org.autorl.trainers.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.autorl.records.Json;

/**
 * The shape of a decoder: the fields of {@code config.json} that we read and write.
 *
 * @param family {@code qwen2} (bias on queries, keys, values) or {@code llama} (none)
 * @param positions the longest context, in tokens
 * @param endOfText id of the token that ends a text
 */
public record PolicyConfig(
    String family,
    int vocabulary,
    int hidden,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int intermediate,
    int positions,
    double ropeTheta,
    float rmsNormEps,
    boolean tiedEmbeddings,
    int endOfText) {
  public PolicyConfig {
    require(
        family.equals("qwen2") || family.equals("llama"),
        "model_type is `" + family + "`; allowed are `qwen2` and `llama`");
    require(
        vocabulary > 0 && hidden > 0 && layers > 0 && heads > 0 && intermediate > 0,
        "sizes must be positive");
    require(
        kvHeads > 0 && heads % kvHeads == 0,
        "num_attention_heads ("
            + heads
            + ") is no multiple of num_key_value_heads ("
            + kvHeads
            + ")");
    require(headDim > 0 && headDim % 2 == 0, "head_dim must be even, not " + headDim);
    require(positions > 0, "max_position_embeddings must be positive");
    require(endOfText >= 0 && endOfText < vocabulary, "eos_token_id lies outside the vocabulary");
  }

  /** Whether queries, keys and values have a bias. */
  public boolean qkvBias() {
    return family.equals("qwen2");
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws IllegalArgumentException with what is wrong in it
   */
  public static PolicyConfig read(String json) {
    ObjectNode tree = Json.readObject(json);
    int hidden = number(tree, "hidden_size");
    int heads = number(tree, "num_attention_heads");
    return new PolicyConfig(
        tree.path("model_type").asText("(none)"),
        number(tree, "vocab_size"),
        hidden,
        number(tree, "num_hidden_layers"),
        heads,
        tree.path("num_key_value_heads").asInt(heads),
        tree.path("head_dim").asInt(heads > 0 ? hidden / heads : 0),
        number(tree, "intermediate_size"),
        tree.path("max_position_embeddings").asInt(2048),
        tree.path("rope_theta").asDouble(10_000),
        (float) tree.path("rms_norm_eps").asDouble(1e-6),
        tree.path("tie_word_embeddings").asBoolean(false),
        tree.path("eos_token_id").asInt(0));
  }

  /** Writes {@code config.json} as {@code transformers} reads it. */
  public String toJson() {
    ObjectNode tree = Json.object();
    tree.putArray("architectures").add(qkvBias() ? "Qwen2ForCausalLM" : "LlamaForCausalLM");
    tree.put("model_type", family)
        .put("vocab_size", vocabulary)
        .put("hidden_size", hidden)
        .put("num_hidden_layers", layers)
        .put("num_attention_heads", heads)
        .put("num_key_value_heads", kvHeads)
        .put("head_dim", headDim)
        .put("intermediate_size", intermediate)
        .put("max_position_embeddings", positions)
        .put("rope_theta", ropeTheta)
        .put("rms_norm_eps", Double.parseDouble(Float.toString(rmsNormEps)))
        .put("tie_word_embeddings", tiedEmbeddings)
        .put("eos_token_id", endOfText)
        .put("bos_token_id", endOfText)
        .put("hidden_act", "silu")
        .put("torch_dtype", "float32");
    return Json.pretty(tree);
  }

  private static int number(JsonNode tree, String name) {
    require(tree.path(name).isInt(), "`" + name + "` is missing or no whole number");
    return tree.get(name).asInt();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("config.json: " + message);
    }
  }
}
