package org.autorl.graders;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.autorl.records.AnswerForm;

/**
 * Says whether a completion is right: cut it, find its answer, compare that with the gold answer.
 *
 * @param extraction finds the answer in what is left after cutting
 * @param equality compares it with the gold answer
 * @param stops texts at which a completion ends; what follows the earliest of them does not count
 */
public record AnswerRule(Extraction extraction, Equality equality, List<String> stops) {
  /**
   * @throws IllegalArgumentException if a stop text is empty
   */
  public AnswerRule {
    stops = List.copyOf(stops);
    if (stops.contains("")) {
      throw new IllegalArgumentException(
          "a stop text is empty; one character or more is allowed, or no stop text at all");
    }
  }

  /**
   * The rule of GSM8K: the number behind {@code ####}, within 1e-6, up to the next {@code
   * Question:}.
   *
   * <p>Source: {@link Extraction.NumberAfterMark}; tolerance and stop text of OpenCompass' <a
   * href="https://github.com/open-compass/opencompass/blob/main/opencompass/datasets/gsm8k.py">
   * gsm8k.py</a>, which takes the last number of the text instead.
   */
  public static AnswerRule gsm8k() {
    return new AnswerRule(
        new Extraction.NumberAfterMark(),
        new Equality.SameNumber(new BigDecimal("1e-6"), BigDecimal.ZERO),
        List.of("Question:"));
  }

  /**
   * The rule that a task states; what grades its submissions and what its examples are tried by.
   *
   * @param stops texts at which a completion ends
   * @throws IllegalArgumentException if a stop text is empty, or a pattern is none
   */
  public static AnswerRule of(AnswerForm form, List<String> stops) {
    return new AnswerRule(extraction(form), equality(form), stops);
  }

  private static Extraction extraction(AnswerForm form) {
    if (form instanceof AnswerForm.NumberAfterMark) {
      return new Extraction.NumberAfterMark();
    }
    if (form instanceof AnswerForm.LastNumber) {
      return new Extraction.LastNumber();
    }
    if (form instanceof AnswerForm.Choice) {
      return new Extraction.ChoiceLetter();
    }
    return form instanceof AnswerForm.Pattern pattern
        ? new Extraction.FirstGroup(pattern.regex())
        : new Extraction.WholeText();
  }

  private static Equality equality(AnswerForm form) {
    if (form instanceof AnswerForm.NumberAfterMark number) {
      return within(number.tolerance());
    }
    if (form instanceof AnswerForm.LastNumber number) {
      return within(number.tolerance());
    }
    return new Equality.SameText(
        form instanceof AnswerForm.Text text && text.ignoreCase()
            || form instanceof AnswerForm.Pattern pattern && pattern.ignoreCase());
  }

  private static Equality within(double tolerance) {
    return new Equality.SameNumber(BigDecimal.valueOf(tolerance), BigDecimal.ZERO);
  }

  /** The answer that is compared, or empty if the completion has none. */
  public Optional<String> answer(String completion) {
    return extraction.from(cut(completion));
  }

  /**
   * Whether the completion's answer is the gold answer; a completion without an answer is wrong.
   *
   * @param gold the bare answer, not a text to extract it from
   * @throws IllegalArgumentException if {@code gold} is nothing that an answer can equal
   */
  public boolean right(String completion, String gold) {
    Optional<String> answer = answer(completion);
    // Compared even without an answer, so that a wrong gold answer never passes for a wrong one.
    return equality.same(answer.orElse(""), gold) && answer.isPresent();
  }

  private String cut(String completion) {
    int end =
        stops.stream()
            .mapToInt(completion::indexOf)
            .filter(at -> at >= 0)
            .min()
            .orElse(completion.length());
    return completion.substring(0, end);
  }
}
