package org.autorl.trainers.script;

import java.time.Duration;
import org.autorl.trainers.algorithm.GrpoTrainer;

/**
 * Options of group relative policy optimization.
 *
 * @param maxSteps rollout and update cycles
 * @param promptsPerStep prompts in one cycle
 * @param numGenerations G, completions of one prompt, at least 2
 * @param maxCompletionLength tokens of a completion, or of an action in a game
 * @param learningRate after a warm-up over five steps
 * @param beta weight of the KL to the policy as it was; 0 keeps no copy
 * @param numIterations updates on the same completions
 * @param epsilon how far below 1 a probability ratio may go
 * @param epsilonHigh how far above 1
 * @param lossType over what the loss is a mean
 * @param scaleRewards whether advantages are divided by the group's deviation
 * @param perDeviceTrainBatchSize sequences in one backward pass; gradients add up
 * @param limit stop before a cycle that would begin after this time
 */
record GrpoSettings(
    int maxSteps,
    int promptsPerStep,
    int numGenerations,
    int maxCompletionLength,
    double learningRate,
    double beta,
    int numIterations,
    double epsilon,
    double epsilonHigh,
    GrpoTrainer.LossType lossType,
    boolean scaleRewards,
    int perDeviceTrainBatchSize,
    Duration limit) {
  static GrpoSettings defaults() {
    return new GrpoSettings(
        100,
        8,
        8,
        64,
        5e-5,
        0,
        1,
        0.2,
        0.2,
        GrpoTrainer.LossType.GRPO,
        true,
        64,
        Duration.ofHours(24));
  }

  static int train(Job job) {
    GrpoSettings own = job.settings(GrpoSettings.class);
    return new GrpoTrainer(
            job.policy(),
            job.reference(own.beta > 0),
            job.rollouts(own.maxCompletionLength),
            new GrpoTrainer.Settings(
                own.maxSteps,
                own.promptsPerStep,
                own.numGenerations,
                own.numIterations,
                own.epsilon,
                own.epsilonHigh,
                own.beta,
                own.lossType,
                own.scaleRewards,
                own.perDeviceTrainBatchSize,
                own.learningRate,
                own.limit,
                job.seed()),
            job.clock(),
            job.log())
        .train();
  }
}
