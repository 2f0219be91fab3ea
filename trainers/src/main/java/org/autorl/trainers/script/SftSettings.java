package org.autorl.trainers.script;

import java.time.Duration;
import org.autorl.trainers.algorithm.SftTrainer;

/**
 * Options of supervised fine-tuning.
 *
 * @param maxSteps optimiser updates
 * @param perDeviceTrainBatchSize sequences in one update
 * @param learningRate after a linear warm-up over a twentieth of the steps; falls to a tenth
 * @param weightDecay of matrices, not of biases and norms
 * @param limit stop earlier when this much time is over
 */
record SftSettings(
    int maxSteps,
    int perDeviceTrainBatchSize,
    double learningRate,
    double weightDecay,
    Duration limit) {
  static SftSettings defaults() {
    return new SftSettings(200, 32, 1e-3, 0.01, Duration.ofHours(24));
  }

  static int train(Job job) {
    SftSettings own = job.settings(SftSettings.class);
    return new SftTrainer(
            job.policy(),
            new SftTrainer.Settings(own.maxSteps, own.learningRate, own.weightDecay, own.limit),
            job.clock(),
            job.log())
        .train(SftTrainer.epochs(job.demonstrations(), own.perDeviceTrainBatchSize, job.seed()));
  }
}
