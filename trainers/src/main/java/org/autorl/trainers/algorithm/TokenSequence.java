package org.autorl.trainers.algorithm;

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

  /** How many tokens the loss counts. */
  public int trainedTokens() {
    int count = 0;
    for (int i = 1; i < tokens.length; i++) {
      count += trained[i] ? 1 : 0;
    }
    return count;
  }
}
