package org.autorl.records.statistics;

import java.util.List;

/** Checks and sums that the statistics share. */
final class Numbers {
  /** Far from any score, and near enough to 0 that squares and their sums stay finite. */
  private static final double LARGEST = 1e100;

  private Numbers() {}

  /** The same numbers; they are finite, from -1e100 to 1e100, and at least one. */
  static double[] finite(String what, List<Double> values) {
    requireFinite(what, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The same without the numbers. */
  static void requireFinite(String what, List<Double> values) {
    for (double value : values) {
      if (!(Math.abs(value) <= LARGEST)) {
        throw new IllegalArgumentException(
            "`%s` has %s; finite numbers up to 1e100 are allowed".formatted(what, value));
      }
    }
    if (values.isEmpty()) {
      throw new IllegalArgumentException("`%s` is empty; one or more is needed".formatted(what));
    }
  }

  static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Variance of the mean of these: their variance with n - 1, over n; 0 for a single one. */
  static double varianceOfMean(double[] values) {
    if (values.length < 2) {
      return 0;
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1) / values.length;
  }

  static void requireConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "`confidence` is %s; above 0 and below 1 is allowed".formatted(confidence));
    }
  }
}
