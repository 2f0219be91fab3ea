package org.autorl.environments;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares an answer with what is right. */
public final class GivenAnswer {
  private GivenAnswer() {}

  /**
   * Whether two answers are the same but for case, white space and punctuation; none is nothing.
   */
  public static boolean same(String answer, String right) {
    String given = normal(answer);
    return !given.isEmpty() && given.equals(normal(right));
  }

  /**
   * How what is given and what is right overlap; each 0 to 1.
   *
   * @param precision share of the given that is right; 0 where nothing is given
   * @param recall share of the right that is given
   * @param f1 their harmonic mean
   */
  public record Overlap(double precision, double recall, double f1) {}

  /**
   * The harmonic mean of precision and recall, 0 to 1; 1 only if all of the right answers are given
   * and nothing else. What is given twice counts once.
   *
   * @param answer names with commas or semicolons, or {@code and}, between them
   * @param right at least one
   */
  static double f1(String answer, List<String> right) {
    return overlap(answer, right).f1();
  }

  /**
   * Compares names with those that are right. What is given twice counts once.
   *
   * @param answer names with commas or semicolons, or {@code and}, between them; a name that has
   *     one of these itself counts whole if it is right
   * @param right at least one
   */
  public static Overlap overlap(String answer, List<String> right) {
    Set<String> wanted = normal(right);
    Set<String> given = new LinkedHashSet<>();
    for (String listed : answer.split("[,;]")) {
      String part = listed.replaceFirst("^\\s*and\\b", "");
      given.addAll(
          wanted.contains(normal(part))
              ? Set.of(normal(part))
              : normal(List.of(part.split("\\band\\b"))));
    }
    long hits = given.stream().filter(wanted::contains).count();
    // 2 P R / (P + R) with P = hits / given and R = hits / wanted, without a division by nothing.
    return new Overlap(
        given.isEmpty() ? 0 : (double) hits / given.size(),
        (double) hits / wanted.size(),
        2.0 * hits / (given.size() + wanted.size()));
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
