package org.autorl.environments;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares an answer with what is right. */
final class GivenAnswer {
  private GivenAnswer() {}

  /**
   * Whether two answers are the same but for case, white space and punctuation; none is nothing.
   */
  static boolean same(String answer, String right) {
    String given = normal(answer);
    return !given.isEmpty() && given.equals(normal(right));
  }

  /**
   * The harmonic mean of precision and recall, 0 to 1; 1 only if all of the right answers are given
   * and nothing else. What is given twice counts once.
   *
   * @param answer names with commas or semicolons, or {@code and}, between them
   * @param right at least one
   */
  static double f1(String answer, List<String> right) {
    Set<String> given = normal(Arrays.asList(answer.split("[,;]|\\band\\b")));
    Set<String> wanted = normal(right);
    long hits = given.stream().filter(wanted::contains).count();
    // 2 P R / (P + R) with P = hits / given and R = hits / wanted, without a division by nothing.
    return 2.0 * hits / (given.size() + wanted.size());
  }

  private static Set<String> normal(Collection<String> answers) {
    return answers.stream()
        .map(GivenAnswer::normal)
        .filter(answer -> !answer.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String normal(String answer) {
    return answer.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}
