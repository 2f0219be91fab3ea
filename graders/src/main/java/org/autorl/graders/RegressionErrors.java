package org.autorl.graders;

import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * How far predicted numbers are from gold ones; lower is better, 0 is best.
 *
 * <p>Source: scikit-learn's <a
 * href="https://scikit-learn.org/stable/modules/model_evaluation.html#regression-metrics">
 * regression metrics</a>.
 *
 * @param gold one finite number an item, at least one item
 * @param predicted one finite number an item, in the order and unit of {@code gold}
 */
public record RegressionErrors(List<Double> gold, List<Double> predicted) {
  /**
   * @throws IllegalArgumentException if there is no item, the lists differ in length, or a number
   *     is not finite
   */
  public RegressionErrors {
    gold = Values.finite("gold", gold);
    predicted = Values.finite("predicted", predicted);
    Values.requirePaired("gold", gold, "predicted", predicted);
  }

  /** MAE: mean absolute error, at least 0, in the unit of the numbers. */
  public double mae() {
    return mean((wanted, found) -> Math.abs(wanted - found));
  }

  /** RMSE: root of the mean squared error, at least {@link #mae()}, in the unit of the numbers. */
  public double rmse() {
    return Math.sqrt(mean((wanted, found) -> (wanted - found) * (wanted - found)));
  }

  /**
   * RMSLE: {@link #rmse()} of {@code ln(1 + x)}, at least 0, without unit.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public double rmsle() {
    return Math.sqrt(
        mean(
            (wanted, found) -> {
              double error = logOfOneMore("gold", wanted) - logOfOneMore("predicted", found);
              return error * error;
            }));
  }

  private static double logOfOneMore(String what, double x) {
    if (x < 0) {
      throw new IllegalArgumentException("`%s` has %s; RMSLE allows 0 and more".formatted(what, x));
    }
    return Math.log1p(x);
  }

  private double mean(DoubleBinaryOperator error) {
    double sum = 0;
    for (int i = 0; i < gold.size(); i++) {
      sum += error.applyAsDouble(gold.get(i), predicted.get(i));
    }
    return sum / gold.size();
  }
}
