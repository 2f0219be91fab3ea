package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.policy.PolicyConfig;

/**
 * The decoder once more, in the operations that the Java interface has, one by one: what the
 * program must agree with, and what its speed is compared with.
 *
 * <p>Shapes: B rows, T new columns, S columns in all (cache and new), H hidden, V vocabulary.
 */
final class PlainDecoder {
  private final PolicyConfig config;
  private final Map<String, NDArray> weights;
  private final NDArray cosines;
  private final NDArray sines;

  /**
   * 1 / √d. An array of our own: the engine keeps a factor for the backward pass, but a plain
   * number is freed right after the product, and the gradient is then made with whatever lies
   * there.
   */
  private final NDArray queryScale;

  PlainDecoder(PolicyConfig config, Map<String, NDArray> weights, RotaryTable rotary) {
    this.config = config;
    this.weights = weights;
    this.cosines = rotary.cosines();
    this.sines = rotary.sines();
    this.queryScale = rotary.sines().getManager().create((float) (1 / Math.sqrt(config.headDim())));
  }

  /**
   * Hidden states after the last norm.
   *
   * @param tokens int64 [B, T]
   * @param positions int64 [B, T] or [1, T]
   * @param mask float32, added to scores, broadcast to [B, 1, 1, T, S]: 0 to see, a large negative
   *     number not to
   * @param cache keys and values of earlier columns; this call appends T columns
   * @return float32 [B, T, H]
   */
  public NDArray hidden(
      NDArray tokens, NDArray positions, NDArray mask, Optional<PlainCache> cache) {
    NDArray x = lookup(weight("model.embed_tokens.weight"), tokens);
    NDArray cos = lookup(cosines, positions).expandDims(1);
    NDArray sin = lookup(sines, positions).expandDims(1);
    for (int layer = 0; layer < config.layers(); layer++) {
      String prefix = "model.layers." + layer + ".";
      NDArray normed = rmsNorm(x, prefix + "input_layernorm.weight");
      x = x.add(attention(normed, prefix + "self_attn.", layer, cos, sin, mask, cache));
      normed = rmsNorm(x, prefix + "post_attention_layernorm.weight");
      x = x.add(swiGlu(normed, prefix + "mlp."));
    }
    cache.ifPresent(c -> c.advance(tokens.getShape().get(1)));
    return rmsNorm(x, "model.norm.weight");
  }

  /**
   * Scores of the next token.
   *
   * @param hidden float32 [..., H]
   * @return float32 [..., V]
   */
  public NDArray logits(NDArray hidden) {
    String head = config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight";
    return linear(hidden, weight(head));
  }

  private NDArray attention(
      NDArray x,
      String prefix,
      int layer,
      NDArray cos,
      NDArray sin,
      NDArray mask,
      Optional<PlainCache> cache) {
    long b = x.getShape().get(0);
    long t = x.getShape().get(1);
    int kv = config.kvHeads();
    int group = config.heads() / kv;
    int d = config.headDim();
    NDArray q = heads(project(x, prefix + "q_proj", config.qkvBias()), b, t, config.heads());
    NDArray k = heads(project(x, prefix + "k_proj", config.qkvBias()), b, t, kv);
    NDArray v = heads(project(x, prefix + "v_proj", config.qkvBias()), b, t, kv);
    if (config.queryKeyNorm()) {
      q = rmsNorm(q, prefix + "q_norm.weight");
      k = rmsNorm(k, prefix + "k_norm.weight");
    }
    q = rotate(q, cos, sin);
    k = rotate(k, cos, sin);
    if (cache.isPresent()) {
      PlainCache.Layer past = cache.get().append(layer, k, v);
      k = past.keys();
      v = past.values();
    }
    long s = k.getShape().get(2);
    // The query heads of one key head are stacked along time: one product, no copied keys.
    NDArray scores =
        q.mul(queryScale)
            .reshape(b, kv, group * t, d)
            .matMul(k.transpose(0, 1, 3, 2))
            .reshape(b, kv, group, t, s)
            .add(mask)
            .softmax(-1);
    NDArray mixed =
        scores
            .reshape(b, kv, group * t, s)
            .matMul(v)
            .reshape(b, kv * group, t, d)
            .transpose(0, 2, 1, 3)
            .reshape(b, t, (long) config.heads() * d);
    return project(mixed, prefix + "o_proj", config.outputBias());
  }

  private NDArray project(NDArray x, String name, boolean bias) {
    NDArray weight = weight(name + ".weight");
    return bias
        ? Linear.linear(x, weight, weight(name + ".bias")).singletonOrThrow()
        : linear(x, weight);
  }

  private NDArray weight(String name) {
    NDArray weight = weights.get(name);
    if (weight == null) {
      throw new IllegalStateException("the decoder has no weight `" + name + "`");
    }
    return weight;
  }

  private static NDArray heads(NDArray x, long b, long t, int heads) {
    return x.reshape(b, t, heads, x.getShape().get(2) / heads).transpose(0, 2, 1, 3);
  }

  /** Turns the pairs (i, i + d/2) of each head by their position's angle. */
  private static NDArray rotate(NDArray x, NDArray cos, NDArray sin) {
    long half = x.getShape().get(3) / 2;
    NDList parts = x.split(new long[] {half}, 3);
    NDArray turned = NDArrays.concat(new NDList(parts.get(1).neg(), parts.get(0)), 3);
    return x.mul(cos).add(turned.mul(sin));
  }

  private NDArray rmsNorm(NDArray x, String name) {
    NDArray root = x.square().mean(new int[] {-1}, true).add(config.rmsNormEps()).sqrt();
    return x.div(root).mul(weight(name));
  }

  private NDArray swiGlu(NDArray x, String prefix) {
    NDArray gate = linear(x, weight(prefix + "gate_proj.weight"));
    gate = gate.mul(Activation.sigmoid(gate));
    NDArray up = linear(x, weight(prefix + "up_proj.weight"));
    return linear(gate.mul(up), weight(prefix + "down_proj.weight"));
  }

  private static NDArray linear(NDArray x, NDArray weight) {
    return Linear.linear(x, weight).singletonOrThrow();
  }

  static NDArray lookup(NDArray table, NDArray ids) {
    return Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
  }
}
