package org.autorl.graders;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What was ranked for one query, and which of all items are relevant; relevance is yes or no.
 *
 * <p>Means over queries are the static methods.
 *
 * @param ranked distinct items, best first; may be empty, and may leave relevant ones out
 * @param relevant at least one item
 */
public record Ranking(List<String> ranked, Set<String> relevant) {
  /**
   * @throws IllegalArgumentException if an item is ranked twice, or none is relevant
   */
  public Ranking {
    ranked = List.copyOf(ranked);
    relevant = Set.copyOf(relevant);
    Set<String> seen = new HashSet<>();
    for (String item : ranked) {
      if (!seen.add(item)) {
        throw new IllegalArgumentException(
            "`%s` is ranked twice; each item is allowed once".formatted(item));
      }
    }
    if (relevant.isEmpty()) {
      throw new IllegalArgumentException(
          "no item is relevant; a query needs one or more, leave out those that have none");
    }
  }

  /**
   * Share of queries with a relevant item among the first k, 0 to 1.
   *
   * <p>Source: HR@k of He et al. 2017, <a href="https://arxiv.org/abs/1708.05031">1708.05031</a>,
   * section 4.1.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if there is no query, or k is below 1
   */
  public static double hitRateAt(int k, List<Ranking> queries) {
    return mean(queries, query -> query.hitAt(k) ? 1 : 0);
  }

  /**
   * MRR: mean over queries of {@link #reciprocalRank()}, 0 to 1.
   *
   * @throws IllegalArgumentException if there is no query
   */
  public static double meanReciprocalRank(List<Ranking> queries) {
    return mean(queries, Ranking::reciprocalRank);
  }

  /**
   * Mean over queries of {@link #ndcgAt}, 0 to 1.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if there is no query, or k is below 1
   */
  public static double meanNdcgAt(int k, List<Ranking> queries) {
    return mean(queries, query -> query.ndcgAt(k));
  }

  /**
   * Whether a relevant item is among the first k.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if k is below 1
   */
  public boolean hitAt(int k) {
    return first(k).stream().anyMatch(relevant::contains);
  }

  /**
   * 1 / r for the first relevant item at rank r = 1, 2, ...; 0 if none is ranked.
   *
   * <p>Source: Voorhees, TREC-8 question answering track, 1999, <a
   * href="https://trec.nist.gov/pubs/trec8/papers/qa_report.pdf">qa_report</a>.
   */
  public double reciprocalRank() {
    for (int i = 0; i < ranked.size(); i++) {
      if (relevant.contains(ranked.get(i))) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  /**
   * Normalised discounted cumulative gain of the first k, 0 to 1: the sum of {@code 1 / log2(r +
   * 1)} over the ranks r of relevant items, over the largest that could be.
   *
   * <p>Source: Järvelin and Kekäläinen 2002, <a
   * href="https://doi.org/10.1145/582415.582418">10.1145/582415.582418</a>, with the discount of
   * scikit-learn's <a
   * href="https://scikit-learn.org/stable/modules/generated/sklearn.metrics.ndcg_score.html">
   * ndcg_score</a>.
   *
   * @param k at least 1
   * @throws IllegalArgumentException if k is below 1
   */
  public double ndcgAt(int k) {
    List<String> top = first(k);
    double gain = 0;
    for (int i = 0; i < top.size(); i++) {
      gain += relevant.contains(top.get(i)) ? discount(i) : 0;
    }
    double best = 0;
    for (int i = 0; i < Math.min(k, relevant.size()); i++) {
      best += discount(i);
    }
    return gain / best;
  }

  private List<String> first(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is %d; 1 or more is allowed".formatted(k));
    }
    return ranked.subList(0, Math.min(k, ranked.size()));
  }

  private static double discount(int index) {
    return Math.log(2) / Math.log(index + 2);
  }

  private static double mean(List<Ranking> queries, ToDoubleFunction<Ranking> measure) {
    return queries.stream()
        .mapToDouble(measure)
        .average()
        .orElseThrow(
            () -> new IllegalArgumentException("there is no query; one or more is needed"));
  }
}
