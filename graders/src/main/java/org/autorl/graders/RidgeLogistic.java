package org.autorl.graders;

/**
 * Logistic regression of shares on a few features, each weight drawn to a centre of its own.
 *
 * <p>Maximises the log-likelihood less half the sum of precision times squared distance from the
 * centre, by Newton's method with halved steps. Source: McCullagh and Nelder 1989, <a
 * href="https://doi.org/10.1201/9780203753736">Generalized Linear Models</a>, chapter 4; ridge of
 * le Cessie and van Houwelingen 1992, <a href="https://doi.org/10.2307/2347628">Ridge Estimators in
 * Logistic Regression</a>.
 *
 * @param centres one for each feature: its weight where nothing is known
 * @param precisions one for each feature, above 0: how strongly its weight is held there
 */
record RidgeLogistic(double[] centres, double[] precisions) {
  private static final int STEPS = 100;
  private static final int HALVINGS = 40;
  private static final double SMALLEST_STEP = 1e-10;

  /** 1 / (1 + exp(-logit)); the same on every machine, like all that is computed here. */
  static double share(double logit) {
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /**
   * The weights that explain the shares best.
   *
   * @param rows features of each observation
   * @param offsets what is added to the logit of each
   * @param shares what was observed of each, 0 to 1
   * @param start weights to start from; they change how long it takes, and nothing else
   */
  double[] fit(double[][] rows, double[] offsets, double[] shares, double[] start) {
    double[] weights = start.clone();
    double value = objective(rows, offsets, shares, weights);
    for (int i = 0; i < STEPS; i++) {
      double[] step = newtonStep(rows, offsets, shares, weights);
      double scale = 1;
      double[] moved = plus(weights, step, scale);
      double movedValue = objective(rows, offsets, shares, moved);
      for (int j = 0; j < HALVINGS && !(movedValue >= value); j++) {
        scale /= 2;
        moved = plus(weights, step, scale);
        movedValue = objective(rows, offsets, shares, moved);
      }
      if (!(movedValue >= value)) {
        return weights;
      }
      weights = moved;
      value = movedValue;
      if (largest(step) * scale < SMALLEST_STEP) {
        return weights;
      }
    }
    return weights;
  }

  static double logit(double[] row, double offset, double[] weights) {
    double logit = offset;
    for (int j = 0; j < weights.length; j++) {
      logit += weights[j] * row[j];
    }
    return logit;
  }

  private double objective(double[][] rows, double[] offsets, double[] shares, double[] weights) {
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      double logit = logit(rows[i], offsets[i], weights);
      sum += shares[i] * logit - Math.max(logit, 0);
      sum -= StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
    }
    for (int j = 0; j < weights.length; j++) {
      double distance = weights[j] - centres[j];
      sum -= precisions[j] * distance * distance / 2;
    }
    return sum;
  }

  private double[] newtonStep(
      double[][] rows, double[] offsets, double[] shares, double[] weights) {
    int size = weights.length;
    double[] slope = new double[size];
    double[][] curvature = new double[size][size];
    for (int j = 0; j < size; j++) {
      slope[j] = -precisions[j] * (weights[j] - centres[j]);
      curvature[j][j] = precisions[j];
    }
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      double expected = share(logit(row, offsets[i], weights));
      for (int j = 0; j < size; j++) {
        slope[j] += row[j] * (shares[i] - expected);
        for (int k = 0; k < size; k++) {
          curvature[j][k] += row[j] * row[k] * expected * (1 - expected);
        }
      }
    }
    return solved(curvature, slope);
  }

  /** Gaussian elimination; needs no pivots, for a curvature is positive definite. */
  private static double[] solved(double[][] matrix, double[] right) {
    int size = right.length;
    for (int j = 0; j < size; j++) {
      for (int i = j + 1; i < size; i++) {
        double factor = matrix[i][j] / matrix[j][j];
        for (int k = j; k < size; k++) {
          matrix[i][k] -= factor * matrix[j][k];
        }
        right[i] -= factor * right[j];
      }
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        right[i] -= matrix[i][k] * right[k];
      }
      right[i] /= matrix[i][i];
    }
    return right;
  }

  private static double[] plus(double[] weights, double[] step, double scale) {
    double[] moved = weights.clone();
    for (int j = 0; j < moved.length; j++) {
      moved[j] += scale * step[j];
    }
    return moved;
  }

  private static double largest(double[] step) {
    double largest = 0;
    for (double part : step) {
      largest = Math.max(largest, Math.abs(part));
    }
    return largest;
  }
}
