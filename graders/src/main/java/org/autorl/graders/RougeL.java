package org.autorl.graders;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much of a reference's words a completion has in the same order.
 *
 * <p>Sentence-level ROUGE-L: L is the longest common subsequence of tokens; precision is L over the
 * completion's tokens, recall L over the reference's. Tokens are runs of a-z and 0-9 after lower
 * case; nothing is stemmed. A text without tokens has precision and recall 0.
 *
 * <p>Source: Lin 2004, <a href="https://aclanthology.org/W04-1013">W04-1013</a>, equations 2 to 4
 * with beta 1; tokens of Google's <a
 * href="https://github.com/google-research/google-research/blob/master/rouge/tokenize.py">
 * rouge_score</a> without stemmer. Letters outside a-z split words there, and so here.
 *
 * @param precision 0 to 1
 * @param recall 0 to 1
 */
public record RougeL(double precision, double recall) {
  private static final Pattern NO_TOKEN = Pattern.compile("[^a-z0-9]+");

  /**
   * @throws IllegalArgumentException if a share is out of its range
   */
  public RougeL {
    Values.requireShare("precision", precision);
    Values.requireShare("recall", recall);
  }

  /** Compares two texts, in time of the product of their lengths. */
  public static RougeL of(String completion, String reference) {
    List<String> said = tokens(completion);
    List<String> wanted = tokens(reference);
    if (said.isEmpty() || wanted.isEmpty()) {
      return new RougeL(0, 0);
    }
    double common = longestCommonSubsequence(said, wanted);
    return new RougeL(common / said.size(), common / wanted.size());
  }

  /** Harmonic mean of precision and recall, 0 to 1; 0 if both are. */
  public double fMeasure() {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static List<String> tokens(String text) {
    return Stream.of(NO_TOKEN.split(text.toLowerCase(Locale.ROOT)))
        .filter(token -> !token.isEmpty())
        .toList();
  }

  private static int longestCommonSubsequence(List<String> one, List<String> other) {
    int[] row = new int[other.size() + 1];
    for (String token : one) {
      int diagonal = 0;
      for (int j = 1; j <= other.size(); j++) {
        int above = row[j];
        row[j] = token.equals(other.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[other.size()];
  }
}
