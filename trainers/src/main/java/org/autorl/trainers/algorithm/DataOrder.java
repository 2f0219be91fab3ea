package org.autorl.trainers.algorithm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which rows an update sees: shuffled anew for each epoch, one epoch after the other. It follows
 * from seed and step alone, so a checkpoint need not keep it.
 */
final class DataOrder {
  private final int rows;
  private final long seed;
  private int epoch = -1;
  private List<Integer> order = List.of();

  DataOrder(int rows, long seed) {
    this.rows = rows;
    this.seed = seed;
  }

  /**
   * The rows of an update.
   *
   * @param step from 1
   */
  List<Integer> batch(int step, int batchSize) {
    List<Integer> batch = new ArrayList<>();
    for (long at = (long) (step - 1) * batchSize; batch.size() < batchSize; at++) {
      shuffle((int) (at / rows));
      batch.add(order.get((int) (at % rows)));
    }
    return batch;
  }

  private void shuffle(int wanted) {
    if (wanted != epoch) {
      epoch = wanted;
      List<Integer> fresh = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        fresh.add(i);
      }
      Collections.shuffle(fresh, new Random(seed * 31 + epoch));
      order = fresh;
    }
  }

  /** Updates that so many epochs take; the last may begin another one. */
  static int steps(int rows, double epochs, int batchSize) {
    return (int) Math.max(1, Math.ceil(rows * epochs / batchSize));
  }
}
