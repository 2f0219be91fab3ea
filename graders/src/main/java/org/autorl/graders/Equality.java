package org.autorl.graders;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says whether an answer is the gold answer. */
public sealed interface Equality {
  /**
   * Whether they are the same.
   *
   * @throws IllegalArgumentException if {@code gold} is nothing that an answer can equal
   */
  boolean same(String answer, String gold);

  /**
   * Character by character.
   *
   * @param foldCase whether {@code Paris} equals {@code PARIS}, as {@link String#equalsIgnoreCase},
   *     in every locale alike
   */
  record SameText(boolean foldCase) implements Equality {
    @Override
    public boolean same(String answer, String gold) {
      return foldCase ? answer.equalsIgnoreCase(gold) : answer.equals(gold);
    }
  }

  /**
   * Decimal numbers a and b with {@code |a - b| <= max(absolute, relative * max(|a|, |b|))},
   * computed exactly.
   *
   * <p>{@code 1,234.50}, {@code $1234.5} and {@code 1.2345e3} are one number. What is no number, or
   * is longer than 1000 characters, equals nothing. Source of the formula: PEP 485, <a
   * href="https://docs.python.org/3/library/math.html#math.isclose">math.isclose</a>.
   *
   * @param absolute at least 0, in the unit of the answer
   * @param relative at least 0 and below 1, a share of the larger number
   */
  record SameNumber(BigDecimal absolute, BigDecimal relative) implements Equality {
    // A longer exponent makes a number that fills all memory, and any policy can write one.
    private static final Pattern NUMBER =
        Pattern.compile(
            "(?:[-+]?\\$?|\\$[-+])(?:\\d[\\d,]*+(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][-+]?\\d{1,3})?");

    /**
     * @throws IllegalArgumentException if a tolerance is out of its range
     */
    public SameNumber {
      if (absolute.signum() < 0) {
        throw new IllegalArgumentException(
            "an absolute tolerance of %s is negative; 0 or more is allowed".formatted(absolute));
      }
      if (relative.signum() < 0 || relative.compareTo(BigDecimal.ONE) >= 0) {
        throw new IllegalArgumentException(
            "a relative tolerance of %s is allowed from 0 to below 1".formatted(relative));
      }
    }

    /** Numbers of the same value, whatever their form. */
    public static SameNumber exactly() {
      return new SameNumber(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    @Override
    public boolean same(String answer, String gold) {
      BigDecimal wanted =
          number(gold)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the gold answer `%s` is no number; digits with sign, commas, a decimal"
                                  .formatted(gold)
                              + " point and an exponent of three digits are allowed"));
      return number(answer).map(found -> close(found, wanted)).orElse(false);
    }

    private boolean close(BigDecimal a, BigDecimal b) {
      BigDecimal allowed = relative.multiply(a.abs().max(b.abs())).max(absolute);
      return a.subtract(b).abs().compareTo(allowed) <= 0;
    }

    private static Optional<BigDecimal> number(String text) {
      String stripped = text.strip();
      return stripped.length() <= 1000 && NUMBER.matcher(stripped).matches()
          ? Optional.of(new BigDecimal(stripped.replace(",", "").replace("$", "")))
          : Optional.empty();
    }
  }
}
