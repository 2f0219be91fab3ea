package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.autorl.trainers.policy.Policy;

/**
 * What a policy gives the trained tokens of some sequences: N tokens, in the order of the
 * sequences.
 *
 * @param ofTokens float32 [N], natural logarithms
 * @param entropy float32 [], nats, mean over the N next-token distributions; no gradient
 * @param hidden float32 [N, H], what the policy knew before each token
 */
record LogProbabilities(NDArray ofTokens, NDArray entropy, NDArray hidden) {
  private static final float HIDDEN = -1e9f;

  static LogProbabilities of(Policy policy, List<TokenSequence> sequences, NDManager manager) {
    return ofRows(policy, sequences.stream().map(List::of).toList(), manager);
  }

  /**
   * As {@link #of}, with several sequences in a row that do not see each other; N tokens in the
   * order of the rows and of the sequences in each.
   */
  static LogProbabilities ofRows(Policy policy, List<List<TokenSequence>> rows, NDManager manager) {
    int b = rows.size();
    int t = rows.stream().mapToInt(Packing::length).max().orElseThrow();
    int n = rows.stream().flatMap(List::stream).mapToInt(TokenSequence::trainedTokens).sum();
    long[] ids = new long[b * t];
    long[] predictors = new long[n];
    long[] targets = new long[n];
    int next = 0;
    for (int row = 0; row < b; row++) {
      int at = row * t;
      for (TokenSequence sequence : rows.get(row)) {
        for (int i = 0; i < sequence.tokens().length; i++, at++) {
          ids[at] = sequence.tokens()[i];
          if (i > 0 && sequence.trained()[i]) {
            predictors[next] = (long) at - 1;
            targets[next++] = sequence.tokens()[i];
          }
        }
      }
    }
    boolean packed = rows.stream().anyMatch(row -> row.size() > 1);
    // Rows are padded on the right: what comes later is hidden by the causal mask anyway.
    NDArray hidden =
        policy
            .decoder()
            .hidden(
                manager.create(ids, new Shape(b, t)),
                packed
                    ? Packing.positions(rows, t, manager)
                    : manager.arange(0, t, 1).toType(DataType.INT64, false).reshape(1, t),
                packed ? Packing.mask(rows, t, HIDDEN, manager) : causal(manager, t),
                Optional.empty());
    NDArray flat = hidden.reshape((long) b * t, policy.config().hidden());
    NDArray picked =
        Embedding.embedding(manager.create(predictors), flat, SparseFormat.DENSE)
            .singletonOrThrow();
    NDArray all = policy.decoder().logits(picked).logSoftmax(-1);
    NDArray ofTokens = all.gather(manager.create(targets, new Shape(n, 1)), 1).reshape(n);
    NDArray entropy = all.stopGradient().exp().mul(all.stopGradient()).sum().div(-n);
    return new LogProbabilities(ofTokens, entropy, picked);
  }

  /**
   * The natural logarithms of the trained tokens, sequence by sequence, without a gradient.
   *
   * @param rows sequences in one pass through the policy
   */
  static List<float[]> values(
      Policy policy, List<TokenSequence> sequences, int rows, NDManager manager) {
    List<float[]> result = new ArrayList<>();
    for (List<TokenSequence> part : Updater.parts(sequences, rows)) {
      try (NDManager scratch = manager.newSubManager()) {
        float[] all = of(policy, part, scratch).ofTokens().toFloatArray();
        int at = 0;
        for (TokenSequence sequence : part) {
          result.add(Arrays.copyOfRange(all, at, at + sequence.trainedTokens()));
          at += sequence.trainedTokens();
        }
      }
    }
    return result;
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
