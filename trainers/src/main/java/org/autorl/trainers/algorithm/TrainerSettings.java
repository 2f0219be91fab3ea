package org.autorl.trainers.algorithm;

import java.time.Duration;
import java.util.Optional;

/**
 * What every trainer can be told. The records of settings have these as components, named as TRL's
 * options; {@link Options} changes some of them by name.
 */
public interface TrainerSettings {
  /** Peak of the learning rate of AdamW. */
  double learningRate();

  /** How the learning rate goes on after the warm-up. */
  LrSchedulerType lrSchedulerType();

  /** Share of the steps over which the learning rate rises; 0..1. */
  double warmupRatio();

  /** Steps over which the learning rate rises; if above 0, it stands in for the ratio. */
  int warmupSteps();

  /** Of AdamW, on matrices alone. */
  double weightDecay();

  /** The gradient is scaled down to this norm. */
  double maxGradNorm();

  /** Rows (sequences, pairs or rollouts) of one backward pass. */
  int perDeviceTrainBatchSize();

  /** Backward passes whose gradients make one update. */
  int gradientAccumulationSteps();

  /** The one source of randomness. */
  long seed();

  /** Train no longer than this; what has begun is finished. Default: no limit. */
  Optional<Duration> timeLimit();

  /** The logged metric that early stopping looks at; one that ends in {@code loss} should fall. */
  String metricForBestModel();

  /** Stop after so many updates without a better value of the metric. Default: never. */
  Optional<Integer> earlyStoppingPatience();

  /** Rows of one update. */
  default int batchSize() {
    return perDeviceTrainBatchSize() * gradientAccumulationSteps();
  }
}
