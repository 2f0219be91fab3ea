package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.autorl.trainers.policy.Decoder;
import org.autorl.trainers.policy.Policy;

/**
 * What a policy gives the trained tokens of some sequences: N tokens, in the order of the
 * sequences.
 *
 * @param ofTokens float32 [N], natural logarithms
 * @param entropy float32 [], nats, mean over the N next-token distributions
 * @param hidden float32 [N, H], what the distributions were made from
 */
record LogProbabilities(NDArray ofTokens, NDArray entropy, NDArray hidden) {
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
    // Rows are padded on the right: what comes later is not seen anyway.
    Decoder.Scores scores =
        policy
            .decoder()
            .score(
                manager.create(ids, new Shape(b, t)),
                manager.arange(0, t, 1, DataType.INT64).reshape(1, t),
                manager.create(new Shape(0), DataType.INT64),
                manager.create(predictors),
                manager.create(targets),
                manager);
    return new LogProbabilities(scores.logProbabilities(), scores.entropy(), scores.hidden());
  }
}
