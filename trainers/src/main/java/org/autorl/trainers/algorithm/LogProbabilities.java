package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.List;
import java.util.Optional;
import org.autorl.trainers.policy.Policy;

/**
 * What a policy gives the trained tokens of some sequences: N tokens, in the order of the
 * sequences.
 *
 * @param ofTokens float32 [N], natural logarithms
 * @param entropy float32 [], nats, mean over the N next-token distributions
 */
record LogProbabilities(NDArray ofTokens, NDArray entropy) {
  private static final float HIDDEN = -1e9f;

  static LogProbabilities of(Policy policy, List<TokenSequence> sequences, NDManager manager) {
    int b = sequences.size();
    int t = sequences.stream().mapToInt(s -> s.tokens().length).max().orElseThrow();
    int n = sequences.stream().mapToInt(TokenSequence::trainedTokens).sum();
    long[] ids = new long[b * t];
    long[] predictors = new long[n];
    long[] targets = new long[n];
    int next = 0;
    for (int row = 0; row < b; row++) {
      TokenSequence sequence = sequences.get(row);
      for (int i = 0; i < sequence.tokens().length; i++) {
        ids[row * t + i] = sequence.tokens()[i];
        if (i > 0 && sequence.trained()[i]) {
          predictors[next] = (long) row * t + i - 1;
          targets[next++] = sequence.tokens()[i];
        }
      }
    }
    // Rows are padded on the right: what comes later is hidden by the causal mask anyway.
    NDArray hidden =
        policy
            .decoder()
            .hidden(
                manager.create(ids, new Shape(b, t)),
                manager
                    .arange(0, t, 1)
                    .toType(ai.djl.ndarray.types.DataType.INT64, false)
                    .reshape(1, t),
                causal(manager, t),
                Optional.empty());
    NDArray flat = hidden.reshape((long) b * t, policy.config().hidden());
    NDArray picked =
        Embedding.embedding(manager.create(predictors), flat, SparseFormat.DENSE)
            .singletonOrThrow();
    NDArray all = policy.decoder().logits(picked).logSoftmax(-1);
    NDArray ofTokens = all.gather(manager.create(targets, new Shape(n, 1)), 1).reshape(n);
    NDArray entropy = all.stopGradient().exp().mul(all.stopGradient()).sum().div(-n);
    return new LogProbabilities(ofTokens, entropy);
  }

  private static NDArray causal(NDManager manager, int t) {
    float[] mask = new float[t * t];
    for (int i = 0; i < t; i++) {
      for (int j = i + 1; j < t; j++) {
        mask[i * t + j] = HIDDEN;
      }
    }
    return manager.create(mask, new Shape(1, 1, 1, t, t));
  }
}
