package org.autorl.trainers.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names and shapes of the weights that a configuration needs. */
record WeightShapes(SortedMap<String, long[]> shapes) {
  static WeightShapes of(PolicyConfig c) {
    SortedMap<String, long[]> shapes = new TreeMap<>();
    long h = c.hidden();
    long q = (long) c.heads() * c.headDim();
    long kv = (long) c.kvHeads() * c.headDim();
    shapes.put("model.embed_tokens.weight", new long[] {c.vocabulary(), h});
    shapes.put("model.norm.weight", new long[] {h});
    if (!c.tiedEmbeddings()) {
      shapes.put("lm_head.weight", new long[] {c.vocabulary(), h});
    }
    for (int i = 0; i < c.layers(); i++) {
      String layer = "model.layers." + i + ".";
      shapes.put(layer + "input_layernorm.weight", new long[] {h});
      shapes.put(layer + "post_attention_layernorm.weight", new long[] {h});
      shapes.put(layer + "self_attn.q_proj.weight", new long[] {q, h});
      shapes.put(layer + "self_attn.k_proj.weight", new long[] {kv, h});
      shapes.put(layer + "self_attn.v_proj.weight", new long[] {kv, h});
      shapes.put(layer + "self_attn.o_proj.weight", new long[] {h, q});
      if (c.qkvBias()) {
        shapes.put(layer + "self_attn.q_proj.bias", new long[] {q});
        shapes.put(layer + "self_attn.k_proj.bias", new long[] {kv});
        shapes.put(layer + "self_attn.v_proj.bias", new long[] {kv});
      }
      shapes.put(layer + "mlp.gate_proj.weight", new long[] {c.intermediate(), h});
      shapes.put(layer + "mlp.up_proj.weight", new long[] {c.intermediate(), h});
      shapes.put(layer + "mlp.down_proj.weight", new long[] {h, c.intermediate()});
    }
    return new WeightShapes(shapes);
  }

  void check(Map<String, Safetensors.Tensor> tensors) {
    shapes.forEach(
        (name, shape) -> {
          Safetensors.Tensor tensor = tensors.get(name);
          if (tensor == null) {
            throw new IllegalArgumentException("model.safetensors lacks `" + name + "`");
          }
          if (!Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException(
                "`%s` has shape %s; config.json asks for %s"
                    .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
          }
        });
    for (String name : tensors.keySet()) {
      if (!shapes.containsKey(name)) {
        throw new IllegalArgumentException("model.safetensors holds `" + name + "`, unknown here");
      }
    }
  }
}
