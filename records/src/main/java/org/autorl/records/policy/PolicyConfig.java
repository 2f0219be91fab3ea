package org.autorl.records.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;

/**
 * The shape of a decoder: what {@code config.json} says, with each family's defaults filled in.
 *
 * @param family {@code llama}, {@code qwen2} or {@code qwen3}
 * @param headDim width of a head; may differ from hidden / heads
 * @param positions the longest context, in tokens
 * @param qkvBias whether queries, keys and values have a bias
 * @param outputBias whether the attention's output has a bias
 * @param endOfText id of the token that ends a text: the first of {@code eos_token_id}
 * @param stopTokens ids that end a completion: those of {@code generation_config.json} if it names
 *     any, else those of {@code config.json}
 * @param source the text of {@code config.json}, with the fields that we do not model
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
    RotaryScaling ropeScaling,
    float rmsNormEps,
    boolean tiedEmbeddings,
    boolean qkvBias,
    boolean outputBias,
    int endOfText,
    List<Integer> stopTokens,
    String source) {
  public PolicyConfig {
    stopTokens = List.copyOf(stopTokens);
  }

  /** Whether queries and keys are normed in each head, before they are turned by position. */
  public boolean queryKeyNorm() {
    return family.equals("qwen3");
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws IllegalArgumentException with all that is wrong in it, a line each
   */
  public static PolicyConfig read(String json) {
    return read(json, Optional.empty());
  }

  /**
   * Reads {@code config.json} and the end of texts from {@code generation_config.json}.
   *
   * @throws IllegalArgumentException with all that is wrong in them, a line each
   */
  public static PolicyConfig read(String json, Optional<String> generation) {
    return ConfigReader.read(json, generation);
  }

  /** A configuration made here; what is not said is as in {@link Builder}. */
  public static Builder of(String family) {
    return new Builder(family);
  }

  /**
   * Writes {@code config.json} as {@code transformers} and vLLM read it: the text that was read,
   * unless {@code architectures} lacks or the type of the weights has changed.
   */
  public String toJson(WeightType weights) {
    ObjectNode tree = Json.readObject(source);
    boolean named = tree.path("architectures").isArray();
    if (!named) {
      tree.putArray("architectures").add(ConfigReader.architecture(family));
    }
    boolean newer = tree.has("dtype");
    String said = tree.path(newer ? "dtype" : "torch_dtype").asText().replace("torch.", "");
    if (named && said.equals(weights.dtype())) {
      return source;
    }
    // transformers reads `dtype` since 4.56, `torch_dtype` in all versions.
    tree.put(newer ? "dtype" : "torch_dtype", weights.dtype());
    if (newer && tree.has("torch_dtype")) {
      tree.put("torch_dtype", weights.dtype());
    }
    return Json.pretty(tree);
  }

  /**
   * States a configuration by name. Sizes, heads, positions and the end of text must be said; the
   * rest defaults to theta 10,000, epsilon 1e-6, as many key heads as heads, heads of width hidden
   * / heads, and embeddings that are tied.
   */
  public static final class Builder {
    private final ObjectNode tree = Json.object();

    private Builder(String family) {
      tree.put("model_type", family)
          .put("rope_theta", 10_000.0)
          .put("rms_norm_eps", 1e-6)
          .put("tie_word_embeddings", true)
          .put("hidden_act", "silu")
          .put("torch_dtype", WeightType.F32.dtype());
    }

    public Builder vocabulary(int tokens) {
      return with("vocab_size", tokens);
    }

    public Builder hidden(int width) {
      return with("hidden_size", width);
    }

    public Builder intermediate(int width) {
      return with("intermediate_size", width);
    }

    public Builder layers(int count) {
      return with("num_hidden_layers", count);
    }

    public Builder heads(int count) {
      return with("num_attention_heads", count);
    }

    public Builder kvHeads(int count) {
      return with("num_key_value_heads", count);
    }

    public Builder headDim(int width) {
      return with("head_dim", width);
    }

    public Builder positions(int count) {
      return with("max_position_embeddings", count);
    }

    public Builder ropeTheta(double theta) {
      tree.put("rope_theta", theta);
      return this;
    }

    public Builder tiedEmbeddings(boolean tied) {
      tree.put("tie_word_embeddings", tied);
      return this;
    }

    /** The token that ends a text, and stands before one where a program wants that. */
    public Builder endOfText(int id) {
      return with("bos_token_id", id).with("eos_token_id", id);
    }

    private Builder with(String field, int value) {
      tree.put(field, value);
      return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException with all that is wrong in it, a line each
     */
    public PolicyConfig build() {
      int heads = tree.path("num_attention_heads").asInt();
      if (!tree.has("num_key_value_heads")) {
        tree.put("num_key_value_heads", heads);
      }
      if (!tree.has("head_dim") && heads > 0) {
        tree.put("head_dim", tree.path("hidden_size").asInt() / heads);
      }
      tree.putArray("architectures")
          .add(ConfigReader.architecture(tree.path("model_type").asText()));
      return read(Json.pretty(tree));
    }
  }
}
