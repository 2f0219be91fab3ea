package org.autorl.graders;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A mean, and how sure it is.
 *
 * @param value in the unit of what was averaged
 * @param squaredDeviations sum over all values of their squared distance from the mean, at least 0
 * @param count how many values, at least 1
 */
public record Mean(double value, double squaredDeviations, int count) {
  /**
   * @throws IllegalArgumentException if a number is not finite or out of its range
   */
  public Mean {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "a mean of %s; a finite number is allowed".formatted(value));
    }
    if (!(squaredDeviations >= 0 && Double.isFinite(squaredDeviations))) {
      throw new IllegalArgumentException(
          "squared deviations of %s; a finite number from 0 is allowed"
              .formatted(squaredDeviations));
    }
    if (count < 1) {
      throw new IllegalArgumentException(
          "a mean of %d values; 1 or more is allowed".formatted(count));
    }
  }

  /**
   * Averages.
   *
   * @param values finite, at least one
   * @throws IllegalArgumentException if there is none, or one is not finite
   */
  public static Mean of(List<Double> values) {
    List<Double> checked = Values.finite("values", values);
    Values.requireSome("values", checked);
    double sum = 0;
    for (double value : checked) {
      sum += value;
    }
    double mean = sum / checked.size();
    double squares = 0;
    for (double value : checked) {
      squares += (value - mean) * (value - mean);
    }
    return new Mean(mean, squares, checked.size());
  }

  /**
   * Standard deviation with n - 1, over the root of n; in the unit of the mean, at least 0.
   *
   * <p>Empty for a single value, which says nothing of spread. Source: {@code sem} of <a
   * href="https://pandas.pydata.org/docs/reference/api/pandas.Series.sem.html">pandas</a>.
   */
  public OptionalDouble standardError() {
    return count < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(squaredDeviations / (count - 1) / count));
  }

  /** Standard deviation with n - 1; in the unit of the mean, and 0 for a single value. */
  double deviation() {
    return count < 2 ? 0 : Math.sqrt(squaredDeviations / (count - 1));
  }

  /** The same in another unit: {@code times(100)} makes percent of shares. */
  public Mean times(double factor) {
    return new Mean(value * factor, squaredDeviations * factor * factor, count);
  }
}
