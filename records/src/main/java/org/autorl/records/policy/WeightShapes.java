package org.autorl.records.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names and shapes of the weights that a configuration needs. */
public record WeightShapes(SortedMap<String, List<Long>> shapes) {
  public static final String EMBEDDINGS = "model.embed_tokens.weight";
  public static final String HEAD = "lm_head.weight";

  /** Those of a configuration, by tensor. */
  public static WeightShapes of(PolicyConfig c) {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    long h = c.hidden();
    long size = c.intermediate();
    shapes.put(EMBEDDINGS, List.of((long) c.vocabulary(), h));
    shapes.put("model.norm.weight", List.of(h));
    if (!c.tiedEmbeddings()) {
      shapes.put(HEAD, List.of((long) c.vocabulary(), h));
    }
    for (int i = 0; i < c.layers(); i++) {
      String layer = "model.layers." + i + ".";
      shapes.put(layer + "input_layernorm.weight", List.of(h));
      shapes.put(layer + "post_attention_layernorm.weight", List.of(h));
      attention(shapes, layer + "self_attn.", c);
      shapes.put(layer + "mlp.gate_proj.weight", List.of(size, h));
      shapes.put(layer + "mlp.up_proj.weight", List.of(size, h));
      shapes.put(layer + "mlp.down_proj.weight", List.of(h, size));
    }
    return new WeightShapes(shapes);
  }

  private static void attention(
      SortedMap<String, List<Long>> shapes, String prefix, PolicyConfig c) {
    long h = c.hidden();
    long d = c.headDim();
    long q = c.heads() * d;
    long kv = c.kvHeads() * d;
    shapes.put(prefix + "q_proj.weight", List.of(q, h));
    shapes.put(prefix + "k_proj.weight", List.of(kv, h));
    shapes.put(prefix + "v_proj.weight", List.of(kv, h));
    shapes.put(prefix + "o_proj.weight", List.of(h, q));
    if (c.qkvBias()) {
      shapes.put(prefix + "q_proj.bias", List.of(q));
      shapes.put(prefix + "k_proj.bias", List.of(kv));
      shapes.put(prefix + "v_proj.bias", List.of(kv));
    }
    if (c.outputBias()) {
      shapes.put(prefix + "o_proj.bias", List.of(h));
    }
    if (c.queryKeyNorm()) {
      shapes.put(prefix + "q_norm.weight", List.of(d));
      shapes.put(prefix + "k_norm.weight", List.of(d));
    }
  }

  /**
   * Holds the tensors of a folder to these names and shapes. The output layer may be there although
   * embeddings are tied; the frequencies that old Llama checkpoints hold are passed over.
   *
   * @throws IllegalArgumentException with all that lacks, does not fit or is unknown, a line each
   */
  public void check(Map<String, List<Long>> tensors) {
    List<String> problems = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          List<Long> found = tensors.get(name);
          if (found == null) {
            problems.add("the weights lack `" + name + "`");
          } else if (!found.equals(shape)) {
            problems.add(
                "`%s` has shape %s; config.json asks for %s".formatted(name, found, shape));
          }
        });
    for (String name : tensors.keySet()) {
      boolean known = shapes.containsKey(name) || name.equals(HEAD);
      if (!known && !name.endsWith(".self_attn.rotary_emb.inv_freq")) {
        problems.add("the weights hold `" + name + "`, which config.json has no place for");
      }
    }
    Problems.refuse(problems);
  }
}
