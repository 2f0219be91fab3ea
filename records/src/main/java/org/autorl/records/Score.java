package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A graded number with all that is needed to read it.
 *
 * @param value in the metric's unit; always finite: what was not graded has no score
 * @param standardError of the mean over items, in the metric's unit
 * @param items how many items were graded, at least one
 * @param unscored how many more could not be graded and do not count; left out of JSON if 0
 */
public record Score(
    Metric metric,
    double value,
    double standardError,
    int items,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int unscored) {
  public Score {
    Check.finite(value, "a score");
    Check.finite(standardError, "a standard error");
    Check.that(items > 0, "a score needs at least one item");
    Check.that(unscored >= 0, "unscored items count from 0");
  }

  /** A score of items that were all graded. */
  public Score(Metric metric, double value, double standardError, int items) {
    this(metric, value, standardError, items, 0);
  }

  /** The same with another value. */
  Score with(double told) {
    return new Score(metric, told, standardError, items, unscored);
  }

  /** How much better this score is than {@code other}, in the metric's unit; negative if worse. */
  public double improvementOver(Score other) {
    return metric.higherIsBetter() ? value - other.value : other.value - value;
  }

  /** For people: of how many items it is, and how many could not be graded, if any. */
  public String over() {
    return unscored == 0
        ? items + " items"
        : "%d items, %d more unscored".formatted(items, unscored);
  }

  /**
   * The mean of per-item scores, times 100 if the metric is in percent, with its standard error
   * (sample standard deviation over the root of n). Items without a score are counted and left out.
   *
   * @throws IllegalArgumentException without items that have one
   */
  public static Score ofItems(Metric metric, List<ItemResult> results) {
    List<Double> scores = results.stream().flatMap(r -> r.score().stream()).toList();
    Check.that(!scores.isEmpty(), "a score needs at least one item");
    int n = scores.size();
    double sum = scores.stream().mapToDouble(score -> score).sum();
    double mean = sum / n;
    double squares = scores.stream().mapToDouble(s -> (s - mean) * (s - mean)).sum();
    double error = n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
    double unit = metric.unit().equals("%") ? 100 : 1;
    return new Score(metric, unit * sum / n, unit * error, n, results.size() - n);
  }
}
