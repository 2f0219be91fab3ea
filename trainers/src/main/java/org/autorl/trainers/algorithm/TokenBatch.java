package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The N trained tokens of R sequences, one sequence after the other, and the way from numbers of
 * sequences to numbers of tokens and back.
 *
 * @param lengths trained tokens of each sequence
 */
record TokenBatch(int[] lengths) {
  static TokenBatch of(List<TokenSequence> sequences) {
    return new TokenBatch(sequences.stream().mapToInt(TokenSequence::trainedTokens).toArray());
  }

  int tokens() {
    return Arrays.stream(lengths).sum();
  }

  /** Float32 [N]: each token has the number of its sequence. */
  NDArray repeat(IntToDoubleFunction ofSequence, NDManager scratch) {
    float[] all = new float[tokens()];
    int at = 0;
    for (int row = 0; row < lengths.length; row++) {
      Arrays.fill(all, at, at + lengths[row], (float) ofSequence.applyAsDouble(row));
      at += lengths[row];
    }
    return scratch.create(all);
  }

  /** Float32 [R]. */
  NDArray sums(NDArray ofTokens, NDManager scratch) {
    return member(scratch).matMul(ofTokens.reshape(tokens(), 1)).reshape(lengths.length);
  }

  /** Float32 [N]: the inverse of {@link #sums}, each token has what its sequence has. */
  NDArray spread(NDArray ofSequences, NDManager scratch) {
    return member(scratch)
        .transpose()
        .matMul(ofSequences.reshape(lengths.length, 1))
        .reshape(tokens());
  }

  /** Float32 [R, N]: 1 where a token is of a sequence. */
  private NDArray member(NDManager scratch) {
    int n = tokens();
    float[] member = new float[lengths.length * n];
    int at = 0;
    for (int row = 0; row < lengths.length; row++) {
      Arrays.fill(member, row * n + at, row * n + at + lengths[row], 1);
      at += lengths[row];
    }
    return scratch.create(member, new Shape(lengths.length, n));
  }

  /** Float32 [N] of numbers that each sequence has for its tokens. */
  static NDArray concat(List<float[]> ofSequences, NDManager scratch) {
    float[] all = new float[ofSequences.stream().mapToInt(p -> p.length).sum()];
    int at = 0;
    for (float[] part : ofSequences) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return scratch.create(all);
  }
}
