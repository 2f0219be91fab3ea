package org.autorl.graders;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Predicted classes beside gold ones.
 *
 * <p>Source: scikit-learn's <a
 * href="https://scikit-learn.org/stable/modules/generated/sklearn.metrics.accuracy_score.html">
 * accuracy_score</a> and <a
 * href="https://scikit-learn.org/stable/modules/generated/sklearn.metrics.f1_score.html">f1_score</a>
 * with {@code zero_division=0}.
 *
 * @param gold one class an item, at least one item
 * @param predicted one class an item, in the order of {@code gold}
 */
public record Classification(List<String> gold, List<String> predicted) {
  /**
   * @throws IllegalArgumentException if there is no item, or the lists differ in length
   */
  public Classification {
    gold = List.copyOf(gold);
    predicted = List.copyOf(predicted);
    Values.requirePaired("gold", gold, "predicted", predicted);
  }

  /** Share of items whose class is predicted, 0 to 1. */
  public double accuracy() {
    int right = 0;
    for (int i = 0; i < gold.size(); i++) {
      right += gold.get(i).equals(predicted.get(i)) ? 1 : 0;
    }
    return (double) right / gold.size();
  }

  /** All classes that occur, gold or predicted. */
  public SortedSet<String> labels() {
    SortedSet<String> labels = new TreeSet<>(gold);
    labels.addAll(predicted);
    return Collections.unmodifiableSortedSet(labels);
  }

  /**
   * Harmonic mean of precision and recall of one class, {@code 2 TP / (2 TP + FP + FN)}, 0 to 1.
   *
   * <p>0 for a class that occurs nowhere.
   */
  public double f1(String label) {
    int both = 0;
    int either = 0;
    for (int i = 0; i < gold.size(); i++) {
      boolean is = gold.get(i).equals(label);
      boolean said = predicted.get(i).equals(label);
      both += is && said ? 1 : 0;
      either += (is ? 1 : 0) + (said ? 1 : 0);
    }
    return either == 0 ? 0 : 2.0 * both / either;
  }

  /** Unweighted mean of F1 over {@link #labels()}, 0 to 1. */
  public double macroF1() {
    return labels().stream().mapToDouble(this::f1).average().orElseThrow();
  }
}
