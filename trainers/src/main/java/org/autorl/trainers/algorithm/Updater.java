package org.autorl.trainers.algorithm;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** One update of the weights out of several backward passes whose gradients add up. */
final class Updater implements AutoCloseable {
  /**
   * The loss of a part of a batch.
   *
   * <p>Factors of what is differentiated must be arrays of {@code scratch}: the engine keeps them
   * for the backward pass, and would find a plain number freed.
   *
   * @param <T> a row of the batch
   */
  @FunctionalInterface
  interface PartLoss<T> {
    /**
     * The part's share in the loss of the batch: the losses of all parts add up to that.
     *
     * @param metrics takes shares of what is measured on the way
     * @return float32 []
     */
    NDArray of(List<T> part, NDManager scratch, Metrics metrics);
  }

  private final NDManager manager;
  private final AdamW optimizer;

  Updater(SortedMap<String, NDArray> weights, NDManager parent, TrainerSettings settings) {
    this.manager = parent;
    this.optimizer = new AdamW(weights, parent, settings.weightDecay(), settings.maxGradNorm());
  }

  AdamW optimizer() {
    return optimizer;
  }

  /**
   * Makes an update.
   *
   * @param step from 1, to be named if it fails
   * @param metrics takes {@code loss} and {@code grad_norm}
   * @throws TrainingDiverged if loss, gradient or weights are no numbers; the weights are then what
   *     they were
   */
  <T> void update(
      int step, double learningRate, List<List<T>> parts, PartLoss<T> loss, Metrics metrics) {
    double sum = 0;
    for (List<T> part : parts) {
      try (NDManager scratch = manager.newSubManager()) {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
          NDArray share = loss.of(part, scratch, metrics);
          sum += share.getFloat();
          if (Double.isFinite(sum)) {
            gradients.backward(share);
          }
        }
        if (!Double.isFinite(sum)) {
          optimizer.clear();
          throw new TrainingDiverged(step, "the loss", sum);
        }
      }
    }
    AdamW.Outcome outcome = optimizer.step(learningRate);
    if (outcome instanceof AdamW.NotFinite broken) {
      throw new TrainingDiverged(step, broken.what(), broken.value());
    }
    if (outcome instanceof AdamW.Moved moved) {
      metrics.put("loss", sum);
      metrics.put("grad_norm", moved.norm());
    }
  }

  /** Rows in groups of at most {@code size}. */
  static <T> List<List<T>> parts(List<T> rows, int size) {
    return IntStream.iterate(0, from -> from < rows.size(), from -> from + size)
        .mapToObj(from -> rows.subList(from, Math.min(rows.size(), from + size)))
        .toList();
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
