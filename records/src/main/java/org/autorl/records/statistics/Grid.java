package org.autorl.records.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.autorl.records.ItemResult;

/**
 * One agent stack on one task: what each held-out item gave in the attempt of each seed.
 *
 * <p>Items and seeds are both samples: other items could have been held out, and other seeds drawn.
 * So the spread has two sources that cross, and both are counted (see {@link #estimate}).
 *
 * @param items ids, of those that have a score in every attempt
 * @param rows one an attempt, each with one value an item
 * @param leftOut items that lack a score in at least one attempt
 */
public record Grid(List<String> items, List<List<Double>> rows, int leftOut) {
  private static final int RESAMPLES = 10_000;

  /** Part of the definition, so that everybody gets the same interval. */
  private static final long SEED = 1;

  /**
   * @throws IllegalArgumentException without an attempt or an item, or if a row is no full row
   */
  public Grid {
    items = List.copyOf(items);
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.isEmpty() || items.isEmpty()) {
      throw new IllegalArgumentException(
          "%d attempts share %d items with a score; one or more of both is needed"
              .formatted(rows.size(), items.size()));
    }
    for (List<Double> row : rows) {
      Numbers.requireFinite("row", row);
      if (row.size() != items.size()) {
        throw new IllegalArgumentException(
            "a row has %d values for %d items".formatted(row.size(), items.size()));
      }
    }
  }

  /**
   * The grid of some attempts.
   *
   * @param attempts items of one split, by seed
   * @param unit what the score of an item is multiplied with: 100 for percent
   * @throws IllegalArgumentException if no item has a score in all of them
   */
  public static Grid of(SortedMap<Long, List<ItemResult>> attempts, double unit) {
    List<Map<String, Double>> scores =
        attempts.values().stream().map(results -> scores(results, unit)).toList();
    return of(scores, all(attempts.values()));
  }

  private static Grid of(List<Map<String, Double>> scores, Set<String> all) {
    List<String> common =
        all.stream().filter(id -> scores.stream().allMatch(row -> row.containsKey(id))).toList();
    List<List<Double>> rows = new ArrayList<>();
    for (Map<String, Double> row : scores) {
      rows.add(common.stream().map(id -> row.getOrDefault(id, 0.0)).toList());
    }
    return new Grid(common, rows, all.size() - common.size());
  }

  private static Set<String> all(Collection<List<ItemResult>> attempts) {
    Set<String> ids = new LinkedHashSet<>();
    attempts.forEach(results -> results.forEach(result -> ids.add(result.id())));
    return ids;
  }

  private static Map<String, Double> scores(List<ItemResult> results, double unit) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (ItemResult result : results) {
      result.score().ifPresent(score -> scores.put(result.id(), score * unit));
    }
    return scores;
  }

  /**
   * What each item gave over what it gave the base policy: the same items, so that how hard they
   * are drops out.
   *
   * @param baseline the base policy's items of the same split
   * @param unit as in {@link #of(SortedMap, double)}; negative where lower is better
   */
  public Grid over(List<ItemResult> baseline, double unit) {
    Map<String, Double> base = scores(baseline, unit);
    List<Map<String, Double>> scores = new ArrayList<>();
    for (List<Double> row : rows) {
      Map<String, Double> differences = new LinkedHashMap<>();
      for (int i = 0; i < items.size(); i++) {
        if (base.containsKey(items.get(i))) {
          differences.put(items.get(i), row.get(i) - base.getOrDefault(items.get(i), 0.0));
        }
      }
      scores.add(differences);
    }
    Grid paired = of(scores, new LinkedHashSet<>(items));
    return new Grid(paired.items, paired.rows, leftOut + paired.leftOut);
  }

  /** The same with every value multiplied, as with -1 where lower is better. */
  public Grid times(double factor) {
    if (factor == 1) {
      return this;
    }
    return new Grid(
        items,
        rows.stream().map(row -> row.stream().map(value -> value * factor).toList()).toList(),
        leftOut);
  }

  /** These items alone; all of them are in the grid. */
  Grid only(List<String> kept) {
    if (kept.equals(items)) {
      return this;
    }
    List<Integer> columns = kept.stream().map(items::indexOf).toList();
    return new Grid(
        kept,
        rows.stream().map(row -> columns.stream().map(row::get).toList()).toList(),
        leftOut + items.size() - kept.size());
  }

  /** Mean over all values; summed before it is divided, so that equal counts give equal means. */
  public double mean() {
    double sum = 0;
    for (List<Double> row : rows) {
      for (double value : row) {
        sum += value;
      }
    }
    return sum / rows.size() / items.size();
  }

  double[] itemMeans() {
    double[] means = new double[items.size()];
    for (List<Double> row : rows) {
      for (int i = 0; i < means.length; i++) {
        means[i] += row.get(i) / rows.size();
      }
    }
    return means;
  }

  double[] attemptMeans() {
    return rows.stream().mapToDouble(Numbers::mean).toArray();
  }

  /** Variance of the mean that is neither an item's nor an attempt's; 0 where it cannot be told. */
  double noise() {
    if (rows.size() < 2 || items.size() < 2) {
      return 0;
    }
    double[] ofItems = itemMeans();
    double[] ofAttempts = attemptMeans();
    double all = Numbers.mean(ofItems);
    double squares = 0;
    for (int s = 0; s < rows.size(); s++) {
      for (int i = 0; i < ofItems.length; i++) {
        double rest = rows.get(s).get(i) - ofAttempts[s] - ofItems[i] + all;
        squares += rest * rest;
      }
    }
    double cells = (double) rows.size() * ofItems.length;
    return squares / ((rows.size() - 1.0) * (ofItems.length - 1.0)) / cells;
  }

  /**
   * The mean, and where it lies for other items and other seeds of the same kind.
   *
   * <p>One attempt: Wilson's interval if every item is right or wrong, else percentiles of a {@link
   * Bootstrap} with 10,000 resamples. Several: mean and t times the root of the {@link Spread}.
   * Several attempts that all got every item right, or every item wrong: Wilson's interval over the
   * items, for a sample without spread does not prove that there is none.
   *
   * @param unit what a right item gives, as in {@link #of(SortedMap, double)}
   */
  public Estimate estimate(double confidence, double unit) {
    Numbers.requireConfidence(confidence);
    double mean = mean();
    boolean binary =
        unit > 0
            && rows.stream().flatMap(List::stream).allMatch(value -> value == 0 || value == unit);
    Interval interval;
    if (binary && (rows.size() == 1 || mean == 0 || mean == unit)) {
      int right = (int) Math.round(mean / unit * items.size());
      Interval rate =
          WilsonInterval.of(
              right, items.size(), StudentT.quantile((1 + confidence) / 2, Double.MAX_VALUE));
      interval = new Interval(rate.low() * unit, rate.high() * unit);
    } else if (rows.size() == 1) {
      interval = new Bootstrap(RESAMPLES, confidence, SEED).mean(rows.get(0));
    } else {
      interval = Spread.of(this).around(mean, confidence);
    }
    return new Estimate(mean, interval, items.size(), rows.size(), leftOut);
  }

  /** The same for values that are no rights and wrongs, as differences are. */
  public Estimate estimate(double confidence) {
    return estimate(confidence, -1);
  }
}
