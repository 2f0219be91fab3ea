package org.autorl.environments.webshop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How alike two texts are by their words: {@code token_set_ratio} of thefuzz 0.19.0 without
 * python-Levenshtein, as WebShop requires it (<a
 * href="https://github.com/seatgeek/thefuzz">seatgeek/thefuzz</a>).
 *
 * <p>It differs for texts of 200 characters and more alone, in which Python leaves out letters that
 * are frequent.
 */
final class FuzzyMatch {
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("\\W", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern LATIN_1 = Pattern.compile("[\\u0080-\\u00ff]");

  private FuzzyMatch() {}

  /** 0 to 100; 100 also where all words of one text are in the other. */
  static int tokenSetRatio(String one, String other) {
    if (one.equals(other)) {
      return 100;
    }
    TreeSet<String> first = words(one);
    TreeSet<String> second = words(other);
    if (first.isEmpty() || second.isEmpty()) {
      return 0;
    }
    List<String> shared = first.stream().filter(second::contains).toList();
    first.removeAll(shared);
    second.removeAll(shared);
    String both = String.join(" ", shared);
    String left = (both + " " + String.join(" ", first)).strip();
    String right = (both + " " + String.join(" ", second)).strip();
    return IntStream.of(ratio(both, left), ratio(both, right), ratio(left, right)).max().getAsInt();
  }

  private static TreeSet<String> words(String text) {
    String plain = BETWEEN_WORDS.matcher(LATIN_1.matcher(text).replaceAll("")).replaceAll(" ");
    TreeSet<String> words = new TreeSet<>(Arrays.asList(plain.toLowerCase(Locale.ROOT).split(" ")));
    words.remove("");
    return words;
  }

  /** Ratcliff and Obershelp's: twice the letters in matching blocks by all letters. */
  private static int ratio(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.equals(other) ? 100 : 0;
    }
    int matched = matched(one, 0, one.length(), other, 0, other.length());
    return (int) Math.rint(100.0 * (2.0 * matched / (one.length() + other.length())));
  }

  /** The longest common block, the first of equals, and then what is left and right of it. */
  private static int matched(String a, int aFrom, int aTo, String b, int bFrom, int bTo) {
    int length = 0;
    int aStart = aFrom;
    int bStart = bFrom;
    int[] before = new int[bTo - bFrom + 1];
    for (int i = aFrom; i < aTo; i++) {
      int[] now = new int[before.length];
      for (int j = bFrom; j < bTo; j++) {
        if (a.charAt(i) == b.charAt(j)) {
          int run = before[j - bFrom] + 1;
          now[j - bFrom + 1] = run;
          if (run > length) {
            length = run;
            aStart = i - run + 1;
            bStart = j - run + 1;
          }
        }
      }
      before = now;
    }
    return length == 0
        ? 0
        : length
            + matched(a, aFrom, aStart, b, bFrom, bStart)
            + matched(a, aStart + length, aTo, b, bStart + length, bTo);
  }
}
