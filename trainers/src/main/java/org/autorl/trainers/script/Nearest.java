package org.autorl.trainers.script;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Guesses what a wrong word was meant to be. */
final class Nearest {
  private Nearest() {}

  /** The word that differs least, if it differs in at most a third of its letters. */
  static Optional<String> of(String wrong, Collection<String> words) {
    int furthest = Math.max(1, plain(wrong).length() / 3);
    return words.stream()
        .filter(word -> distance(wrong, word) <= furthest)
        .min(
            Comparator.<String>comparingInt(word -> distance(wrong, word))
                .thenComparing(word -> word));
  }

  /** {@code `a`, `b`, `c`}. */
  static String list(Collection<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  /** Case and what stands between words are no difference. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** Letters to insert, drop or replace, and neighbours to swap. */
  private static int distance(String a, String b) {
    String from = plain(a);
    String to = plain(b);
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int other = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + other, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
