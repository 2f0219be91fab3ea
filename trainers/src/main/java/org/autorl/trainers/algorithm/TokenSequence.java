package org.autorl.trainers.algorithm;

import java.util.Arrays;

/**
 * A text as tokens, some of which are trained on.
 *
 * @param tokens ids
 * @param trained for each token, whether the loss counts it; never the first, which nothing
 *     predicts
 */
public record TokenSequence(long[] tokens, boolean[] trained) {
  public TokenSequence {
    if (tokens.length != trained.length) {
      throw new IllegalArgumentException(
          tokens.length + " tokens, but " + trained.length + " marks of what is trained");
    }
  }

  /** A completion that is trained after a prompt that is not. */
  public static TokenSequence of(long[] prompt, long[] completion) {
    long[] tokens = Arrays.copyOf(prompt, prompt.length + completion.length);
    System.arraycopy(completion, 0, tokens, prompt.length, completion.length);
    boolean[] trained = new boolean[tokens.length];
    Arrays.fill(trained, prompt.length, tokens.length, true);
    return new TokenSequence(tokens, trained);
  }

  /** How many tokens the loss counts. */
  public int trainedTokens() {
    int count = 0;
    for (int i = 1; i < tokens.length; i++) {
      count += trained[i] ? 1 : 0;
    }
    return count;
  }

  /** The same tokens, all trained but the first. */
  TokenSequence wholly() {
    boolean[] all = new boolean[tokens.length];
    Arrays.fill(all, Math.min(1, all.length), all.length, true);
    return new TokenSequence(tokens, all);
  }

  /** This sequence's prompt with what another said from its first trained token on. */
  TokenSequence answeredBy(TokenSequence other) {
    int from = other.promptLength();
    long[] prompt = Arrays.copyOf(tokens, promptLength());
    TokenSequence result = of(prompt, Arrays.copyOfRange(other.tokens, from, other.tokens.length));
    System.arraycopy(
        other.trained, from, result.trained, prompt.length, other.tokens.length - from);
    return result;
  }

  private int promptLength() {
    int length = 0;
    while (length < tokens.length && !trained[length]) {
      length++;
    }
    return length;
  }
}
