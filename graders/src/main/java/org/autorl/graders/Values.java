package org.autorl.graders;

import java.util.List;

/** Checks of what the rules are given. */
final class Values {
  /** Far from any score, and near enough to 0 that squares and their sums stay finite. */
  private static final double LARGEST = 1e100;

  private Values() {}

  /** A copy, of finite numbers from -1e100 to 1e100 only. */
  static List<Double> finite(String what, List<Double> values) {
    for (double value : values) {
      if (!(Math.abs(value) <= LARGEST)) {
        throw new IllegalArgumentException(
            "`%s` has %s; finite numbers up to 1e100 are allowed".formatted(what, value));
      }
    }
    return List.copyOf(values);
  }

  static void requireSome(String what, List<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("`%s` is empty; one or more is needed".formatted(what));
    }
  }

  static void requirePaired(String what, List<?> values, String otherWhat, List<?> others) {
    if (values.size() != others.size()) {
      throw new IllegalArgumentException(
          "`%s` has %d and `%s` %d; as many of both are allowed"
              .formatted(what, values.size(), otherWhat, others.size()));
    }
    requireSome(what, values);
  }

  static void requireShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("`%s` is %s; 0 to 1 is allowed".formatted(what, value));
    }
  }
}
