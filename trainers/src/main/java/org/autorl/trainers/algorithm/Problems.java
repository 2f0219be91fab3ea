package org.autorl.trainers.algorithm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All that is wrong with some settings, told at once and with TRL's names of options. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  /**
   * What every trainer asks of its settings. Values one by one, for a record that is being made has
   * no components yet.
   */
  static Problems ofTraining(
      double learningRate,
      double warmupRatio,
      int warmupSteps,
      double weightDecay,
      double maxGradNorm,
      int perDeviceTrainBatchSize,
      int gradientAccumulationSteps,
      Optional<Duration> timeLimit,
      Optional<Integer> earlyStoppingPatience) {
    return new Problems()
        .above("learning_rate", learningRate, 0)
        .within("warmup_ratio", warmupRatio, 0, 1)
        .atLeast("warmup_steps", warmupSteps, 0)
        .atLeast("weight_decay", weightDecay, 0)
        .above("max_grad_norm", maxGradNorm, 0)
        .atLeast("per_device_train_batch_size", perDeviceTrainBatchSize, 1)
        .atLeast("gradient_accumulation_steps", gradientAccumulationSteps, 1)
        .require(timeLimit.map(limit -> !limit.isNegative()).orElse(true), "time_limit is below 0")
        .atLeast("early_stopping_patience", earlyStoppingPatience.orElse(1), 1);
  }

  Problems atLeast(String name, double value, double least) {
    return require(value >= least, "%s is %s; at least %s is needed", name, value, least);
  }

  Problems above(String name, double value, double bound) {
    return require(
        value > bound && value < Double.POSITIVE_INFINITY,
        "%s is %s; a number above %s is needed",
        name,
        value,
        bound);
  }

  Problems within(String name, double value, double least, double most) {
    return require(
        value >= least && value <= most,
        "%s is %s; it must be from %s to %s",
        name,
        value,
        least,
        most);
  }

  Problems require(boolean holds, String message, Object... values) {
    if (!holds) {
      Object[] plain = values.clone();
      for (int i = 0; i < plain.length; i++) {
        if (plain[i] instanceof Double number) {
          plain[i] = plain(number);
        }
      }
      found.add(String.format(Locale.ROOT, message, plain));
    }
    return this;
  }

  /** Whole numbers without a point. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /**
   * Ends the check.
   *
   * @throws IllegalArgumentException with one line for each problem
   */
  void orThrow() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", found));
    }
  }
}
