package org.autorl.site.board;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.records.ItemResult;
import org.autorl.records.Metric;
import org.autorl.records.statistics.Estimate;
import org.autorl.records.statistics.Grid;
import org.autorl.records.statistics.Ranks;
import org.autorl.site.page.Whiskers;
import org.autorl.site.read.ItemScores;

/**
 * How sure the numbers of a board are. A stack is measured where every attempt with a sealed score
 * has its items, and their mean is that score (a win rate that is controlled for length is no mean
 * of its items, and has none of this).
 *
 * @param sealed score with its interval, over items and seeds
 * @param improvement the same over the base policy, on the same items
 * @param ranks of those that are measured
 * @param ranked the same by the stack's title; who has too few seeds has none
 */
record Measured(
    Map<StackKey, Estimate> sealed,
    Map<StackKey, Estimate> improvement,
    Optional<Ranks> ranks,
    Map<String, Ranks.Ranked> ranked) {
  Measured(
      Map<StackKey, Estimate> sealed, Map<StackKey, Estimate> improvement, Optional<Ranks> ranks) {
    this(sealed, improvement, ranks, ranked(ranks));
  }

  /** What was measured before, by the key of its board; and what is, for the next time. */
  record Kept(Map<Long, byte[]> before, Map<Long, byte[]> now) {
    /** Measures a board, or takes what is known of it. */
    Measured of(Boards.Board board, Map<String, List<String>> ids) {
      Optional<byte[]> known = Optional.ofNullable(before.get(board.key()));
      Measured measured = known.map(MeasuredBytes::read).orElseGet(() -> Measured.of(board, ids));
      now.put(board.key(), known.orElseGet(() -> MeasuredBytes.of(measured)));
      return measured;
    }
  }

  static final double CONFIDENCE = 0.95;

  /** How far a mean of items may be off the score, in the score's unit. */
  private static final double SAME = 1e-6;

  /** Measures the stacks of a board. */
  static Measured of(Boards.Board board, Map<String, List<String>> ids) {
    Metric metric = board.task().grader().metric();
    boolean share = metric.unit().equals("%");
    double unit = share ? 100 : 1;
    double direction = metric.higherIsBetter() ? 1 : -1;
    Map<StackKey, Estimate> sealed = new HashMap<>();
    Map<StackKey, Estimate> improvement = new HashMap<>();
    SortedMap<String, Grid> better = new TreeMap<>();
    for (Standing standing : board.standings()) {
      Optional<Grid> grid = grid(standing, ids, unit);
      if (grid.isPresent()) {
        Estimate score = grid.get().estimate(CONFIDENCE, unit);
        sealed.put(standing.stack(), share ? score.within(0, 100) : score);
        better.put(standing.stack().title(), grid.get().times(direction));
        baseline(standing, ids)
            .ifPresent(
                base ->
                    improvement.put(
                        standing.stack(),
                        over(grid.get(), base, unit).times(direction).estimate(CONFIDENCE)));
      }
    }
    return new Measured(
        sealed,
        improvement,
        better.isEmpty() ? Optional.empty() : Optional.of(Ranks.of(better, CONFIDENCE)));
  }

  private static Optional<Grid> grid(
      Standing standing, Map<String, List<String>> ids, double unit) {
    List<Optional<ItemScores>> items = new ArrayList<>();
    double sum = 0;
    for (Standing.Placed attempt : standing.attempts()) {
      Optional<Double> score = attempt.result().sealed();
      if (score.isPresent()) {
        items.add(attempt.result().sealedItems());
        sum += score.get();
      }
    }
    Optional<Grid> grid = sameItems(items, ids, unit).or(() -> commonItems(items, ids, unit));
    double mean = sum / items.size();
    return grid.filter(own -> own.leftOut() > 0 || Math.abs(own.mean() - mean) < SAME);
  }

  /** The usual case: all attempts have a score for each of the same items. */
  private static Optional<Grid> sameItems(
      List<Optional<ItemScores>> items, Map<String, List<String>> ids, double unit) {
    List<String> digests =
        items.stream().map(own -> own.map(ItemScores::ids).orElse("")).distinct().toList();
    List<String> names =
        digests.size() == 1 ? ids.getOrDefault(digests.get(0), List.of()) : List.of();
    if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
      return Optional.empty();
    }
    List<List<Double>> rows = new ArrayList<>();
    for (Optional<ItemScores> own : items) {
      Optional<List<Double>> row =
          own.flatMap(scores -> scores.all(unit)).filter(all -> all.size() == names.size());
      if (row.isEmpty()) {
        return Optional.empty();
      }
      rows.add(row.get());
    }
    return Optional.of(new Grid(names, rows, 0));
  }

  private static Optional<Grid> commonItems(
      List<Optional<ItemScores>> items, Map<String, List<String>> ids, double unit) {
    SortedMap<Long, List<ItemResult>> rows = new TreeMap<>();
    items.forEach(own -> rows.put((long) rows.size(), results(own, ids)));
    if (rows.isEmpty() || rows.values().stream().anyMatch(List::isEmpty)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Grid.of(rows, unit));
    } catch (IllegalArgumentException e) {
      // Its attempts have no item in common.
      return Optional.empty();
    }
  }

  /** What each item gave over what it gave the base policy. */
  private static Grid over(Grid grid, List<ItemResult> base, double unit) {
    List<Double> worth = new ArrayList<>();
    base.forEach(result -> result.score().ifPresent(score -> worth.add(score * unit)));
    List<String> names = base.stream().map(ItemResult::id).toList();
    if (worth.size() < base.size() || !names.equals(grid.items())) {
      return grid.over(base, unit);
    }
    List<List<Double>> rows = new ArrayList<>();
    for (List<Double> row : grid.rows()) {
      List<Double> differences = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        differences.add(row.get(i) - worth.get(i));
      }
      rows.add(differences);
    }
    return new Grid(names, rows, grid.leftOut());
  }

  /** The base policy's items; one policy on one task, so every attempt's are the same. */
  private static Optional<List<ItemResult>> baseline(
      Standing standing, Map<String, List<String>> ids) {
    return standing.attempts().stream()
        .map(attempt -> results(attempt.result().baselineItems(), ids))
        .filter(results -> !results.isEmpty())
        .findFirst();
  }

  private static List<ItemResult> results(
      Optional<ItemScores> scores, Map<String, List<String>> ids) {
    return scores.map(own -> own.results(ids)).orElse(new ArrayList<>());
  }

  private static Map<String, Ranks.Ranked> ranked(Optional<Ranks> ranks) {
    Map<String, Ranks.Ranked> byTitle = new HashMap<>();
    ranks.ifPresent(all -> all.ranked().forEach(ranked -> byTitle.put(ranked.name(), ranked)));
    return byTitle;
  }

  /** The rank of a stack; empty if it has none. */
  Optional<Ranks.Ranked> rank(StackKey stack) {
    return Optional.ofNullable(ranked.get(stack.title()));
  }

  /** The scale that such estimates are drawn on. */
  static Whiskers.Scale scale(Map<StackKey, Estimate> estimates) {
    return Whiskers.Scale.of(estimates.values().stream().map(Measured::interval).toList());
  }

  /** The picture of a stack's estimate; empty if it is not measured. */
  static Optional<Whiskers.Picture> drawn(
      Map<StackKey, Estimate> estimates, StackKey stack, Whiskers.Scale scale) {
    return Optional.ofNullable(estimates.get(stack)).map(own -> scale.picture(interval(own)));
  }

  private static Whiskers.Interval interval(Estimate own) {
    return new Whiskers.Interval(own.value(), own.interval().low(), own.interval().high());
  }

  /** Half the width of the interval around an improvement; empty if it is not measured. */
  Optional<Double> half(StackKey stack) {
    return Optional.ofNullable(improvement.get(stack))
        .map(estimate -> (estimate.interval().high() - estimate.interval().low()) / 2);
  }
}
