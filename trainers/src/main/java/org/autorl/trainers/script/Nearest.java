package org.autorl.trainers.script;

import java.util.Arrays;
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

  /** Letters to insert, drop or replace. */
  private static int distance(String a, String b) {
    String from = plain(a);
    String to = plain(b);
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
