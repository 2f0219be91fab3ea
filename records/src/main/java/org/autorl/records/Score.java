package org.autorl.records;

import java.util.List;

/**
 * A graded number with all that is needed to read it.
 *
 * @param value in the metric's unit; always finite: what was not graded has no score
 * @param standardError of the mean over items, in the metric's unit
 * @param items how many items were graded, at least one
 */
public record Score(Metric metric, double value, double standardError, int items) {
  public Score {
    Check.finite(value, "a score");
    Check.finite(standardError, "a standard error");
    Check.that(items > 0, "a score needs at least one item");
  }

  /** How much better this score is than {@code other}, in the metric's unit; negative if worse. */
  public double improvementOver(Score other) {
    return metric.higherIsBetter() ? value - other.value : other.value - value;
  }

  /**
   * The mean of per-item scores, times 100 if the metric is in percent, with its standard error
   * (sample standard deviation over the root of n).
   *
   * @throws IllegalArgumentException without items
   */
  public static Score ofItems(Metric metric, List<ItemResult> results) {
    Check.that(!results.isEmpty(), "a score needs at least one item");
    int n = results.size();
    double sum = results.stream().mapToDouble(ItemResult::score).sum();
    double mean = sum / n;
    double squares =
        results.stream().mapToDouble(r -> (r.score() - mean) * (r.score() - mean)).sum();
    double error = n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
    double unit = metric.unit().equals("%") ? 100 : 1;
    return new Score(metric, unit * sum / n, unit * error, n);
  }
}
