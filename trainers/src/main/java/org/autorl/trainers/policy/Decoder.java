package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Map;
import org.autorl.records.policy.PolicyConfig;

/**
 * A decoder of the families Llama, Qwen2 and Qwen3: RMSNorm, rotary positions, grouped-query
 * attention, SwiGLU.
 *
 * <p>Stateless: weights by their Hugging Face names in, scores out. What it computes is written in
 * {@code decoder.py}, which the tensor engine runs. Shapes: B rows, T columns, V vocabulary, N
 * tokens that are asked for.
 */
public final class Decoder {
  private final PolicyConfig config;
  private final Map<String, NDArray> weights;
  private final NDArray rotary;
  private final ScriptModule program;

  Decoder(PolicyConfig config, Map<String, NDArray> weights, RotaryTable table, NDManager manager) {
    this.config = config;
    this.weights = weights;
    NDIndex half = new NDIndex(":, 0:{}", config.headDim() / 2);
    this.rotary =
        NDArrays.stack(new NDList(table.cosines().get(half), table.sines().get(half)), -1);
    this.program =
        ScriptModule.load(
            Decoder.class,
            "decoder.py",
            "Decoder",
            Map.of(
                "layers", config.layers(),
                "heads", config.heads(),
                "key_heads", config.kvHeads(),
                "head_width", config.headDim(),
                "epsilon", (double) config.rmsNormEps()),
            manager);
  }

  /**
   * What the decoder gives known next tokens.
   *
   * @param logProbabilities float32 [N], natural logarithms
   * @param entropy float32 [], nats, mean over the N distributions
   * @param hidden float32 [N, H], the states that the distributions were made from
   */
  public record Scores(NDArray logProbabilities, NDArray entropy, NDArray hidden) {}

  /**
   * Scores known next tokens; takes part in differentiation.
   *
   * @param tokens int64 [B, T]; a column sees itself and the earlier ones of its row
   * @param positions int64 [B, T] or [1, T]
   * @param segments int64 [B, T]: columns of different segments do not see each other; or empty,
   *     for one segment a row
   * @param predictors int64 [N], indices into the B·T columns
   * @param targets int64 [N], the tokens that came next
   */
  public Scores score(
      NDArray tokens,
      NDArray positions,
      NDArray segments,
      NDArray predictors,
      NDArray targets,
      NDManager manager) {
    NDList results =
        program.run(
            "score", manager, tokens, positions, segments, predictors, targets, rotary, weights);
    return new Scores(results.get(0), results.get(1), results.get(2));
  }

  /**
   * Scores of the next token at every column.
   *
   * @param tokens int64 [B, T]
   * @return float32 [B, T, V]
   */
  public NDArray logits(NDArray tokens, NDManager manager) {
    return program.runPlainly("logits", manager, tokens, rotary, weights).singletonOrThrow();
  }

  /** Opens a session of rows that grow together, with the weights as they are now. */
  DecodingSession session(NDManager manager, int rows, int capacity) {
    List<NDArray> laidOut = program.runPlainly("laid_out", manager, weights);
    return new DecodingSession(config, program, rotary, laidOut, manager, rows, capacity);
  }
}
