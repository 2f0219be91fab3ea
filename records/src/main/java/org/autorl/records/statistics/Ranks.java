package org.autorl.records.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The order of agent stacks on one task, as far as the data resolves it.
 *
 * <p>Every two stacks are compared on the items that all of them have. With Bonferroni's correction
 * all those intervals hold together with the stated confidence, and then so do the ranks: one is at
 * best 1 plus how many are surely better, at worst how many there are less those surely worse.
 * Source: Mogstad, Romano, Shaikh and Wilhelm 2024, <a
 * href="https://doi.org/10.1093/restud/rdad006">10.1093/restud/rdad006</a>, section 3, with
 * two-sided intervals of the {@link Spread} of a difference. A stack with fewer than {@value
 * #SEEDS} seeds is listed, not ranked.
 *
 * @param ranked best mean first
 * @param listed best mean first
 * @param resolvable difference of two means that any two of the ranked would surely show; absent
 *     with fewer than two
 * @param pairs every two of the ranked
 */
public record Ranks(
    List<Ranked> ranked, List<Listed> listed, Optional<Double> resolvable, List<Pair> pairs) {
  /** Fewer say too little of what another seed would do. */
  public static final int SEEDS = 3;

  public Ranks {
    ranked = List.copyOf(ranked);
    listed = List.copyOf(listed);
    pairs = List.copyOf(pairs);
  }

  /**
   * Two ranked stacks on the items that all ranked have.
   *
   * @param one the one with the higher mean
   * @param difference mean of {@code one} less that of {@code other}, at least 0
   * @param interval where the difference lies with the stated confidence, for this pair alone, over
   *     other items and seeds
   * @param surely whether it is above 0 when all pairs are asked at once
   */
  public record Pair(
      String one, String other, double difference, Interval interval, boolean surely) {}

  /**
   * A stack with a rank.
   *
   * @param mean in the unit of the grid
   * @param best rank that it may have, from 1
   * @param worst rank that it may have
   * @param group from 1; the first of a group is not surely better than any other in it
   */
  public record Ranked(String name, double mean, int best, int worst, int group) {}

  /** A stack with too few seeds for a rank. */
  public record Listed(String name, double mean, int seeds) {}

  /**
   * Orders stacks.
   *
   * @param grids by the stack's name; where lower is better, {@link Grid#times} -1 makes it higher
   * @param confidence above 0 and below 1: that all ranks hold at once
   * @throws IllegalArgumentException if those with enough seeds share no item
   */
  public static Ranks of(SortedMap<String, Grid> grids, double confidence) {
    Numbers.requireConfidence(confidence);
    List<Listed> listed = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    List<String> common = common(grids);
    for (Map.Entry<String, Grid> entry : grids.entrySet()) {
      Grid grid = entry.getValue();
      if (grid.rows().size() < SEEDS) {
        listed.add(new Listed(entry.getKey(), grid.mean(), grid.rows().size()));
      } else {
        Grid own = grid.only(common);
        entries.add(new Entry(entry.getKey(), own, own.mean()));
      }
    }
    listed.sort(Comparator.comparingDouble(Listed::mean).reversed().thenComparing(Listed::name));
    entries.sort(Comparator.comparingDouble(Entry::mean).reversed().thenComparing(Entry::name));
    return order(entries, listed, confidence);
  }

  private record Entry(String name, Grid grid, double mean) {}

  private static List<String> common(SortedMap<String, Grid> grids) {
    List<Grid> enough =
        grids.values().stream().filter(grid -> grid.rows().size() >= SEEDS).toList();
    return enough.isEmpty()
        ? List.of()
        : enough.get(0).items().stream()
            .filter(id -> enough.stream().allMatch(grid -> grid.items().contains(id)))
            .toList();
  }

  private static Ranks order(List<Entry> entries, List<Listed> listed, double confidence) {
    int n = entries.size();
    double each = 1 - (1 - confidence) / Math.max(1, n * (n - 1) / 2);
    int[] better = new int[n];
    int[] worse = new int[n];
    boolean[][] surely = new boolean[n][n];
    double widest = 0;
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        Spread spread = Spread.ofDifference(entries.get(i).grid(), entries.get(j).grid());
        double half = spread.half(each);
        widest = Math.max(widest, half);
        double difference = entries.get(i).mean() - entries.get(j).mean();
        if (difference > half) {
          surely[i][j] = true;
          worse[i]++;
          better[j]++;
        }
        pairs.add(
            new Pair(
                entries.get(i).name(),
                entries.get(j).name(),
                difference,
                spread.around(difference, confidence),
                surely[i][j]));
      }
    }
    List<Ranked> ranked = new ArrayList<>();
    int leader = 0;
    int group = 1;
    for (int i = 0; i < n; i++) {
      if (surely[leader][i]) {
        leader = i;
        group++;
      }
      Entry entry = entries.get(i);
      ranked.add(new Ranked(entry.name(), entry.mean(), 1 + better[i], n - worse[i], group));
    }
    return new Ranks(ranked, listed, n < 2 ? Optional.empty() : Optional.of(widest), pairs);
  }
}
