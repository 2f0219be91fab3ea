package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.autorl.trainers.policy.Policy;

/** Supervised fine-tuning: cross entropy of the trained tokens, in order of the algorithm. */
public final class SftTrainer {
  /**
   * How to train. The first twelve are those of {@link TrainerSettings}; a row is a sequence, or
   * several if they are packed.
   *
   * @param maxSteps updates; default as many as the epochs take
   * @param numTrainEpochs passes over the data, where {@code maxSteps} says nothing; default 3
   * @param packing several sequences in one row; default no
   * @param maxLength tokens of a row, what is longer is cut; default the policy's longest context
   * @param completionOnlyLoss train what is marked as trained, not the prompts; default yes
   */
  public record Settings(
      double learningRate,
      LrSchedulerType lrSchedulerType,
      double warmupRatio,
      int warmupSteps,
      double weightDecay,
      double maxGradNorm,
      int perDeviceTrainBatchSize,
      int gradientAccumulationSteps,
      long seed,
      Optional<Duration> timeLimit,
      String metricForBestModel,
      Optional<Integer> earlyStoppingPatience,
      Optional<Integer> maxSteps,
      double numTrainEpochs,
      boolean packing,
      Optional<Integer> maxLength,
      boolean completionOnlyLoss)
      implements TrainerSettings {
    public Settings {
      Problems.ofTraining(
              learningRate,
              warmupRatio,
              warmupSteps,
              weightDecay,
              maxGradNorm,
              perDeviceTrainBatchSize,
              gradientAccumulationSteps,
              timeLimit,
              earlyStoppingPatience)
          .atLeast("max_steps", maxSteps.orElse(1), 1)
          .above("num_train_epochs", numTrainEpochs, 0)
          .atLeast("max_length", maxLength.orElse(2), 2)
          .orThrow();
    }

    /**
     * Rate 1.5e-3 with a warm-up over a twentieth and a cosine to a tenth, decay 0.01, rows 32,
     * seed 42; the rate is one for policies of a few million weights.
     */
    public static Settings defaults() {
      return new Settings(
          1.5e-3,
          LrSchedulerType.COSINE_WITH_MIN_LR,
          0.05,
          0,
          0.01,
          1.0,
          32,
          1,
          42,
          Optional.empty(),
          "loss",
          Optional.empty(),
          Optional.empty(),
          3,
          false,
          Optional.empty(),
          true);
    }
  }

  private final Policy policy;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  public SftTrainer(Policy policy, Settings settings, InstantSource clock, MetricsLog log) {
    this.policy = policy;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Trains on these sequences, shuffled anew for each epoch.
   *
   * @return updates made
   * @throws IllegalArgumentException if there is nothing to train on
   * @throws TrainingDiverged if a number is none
   */
  public int train(List<TokenSequence> sequences, Checkpoints checkpoints) {
    int capacity = settings.maxLength().orElse(policy.config().positions());
    List<TokenSequence> usable =
        sequences.stream()
            .map(sequence -> settings.completionOnlyLoss() ? sequence : sequence.wholly())
            .map(sequence -> cut(sequence, capacity))
            .filter(sequence -> sequence.trainedTokens() > 0)
            .toList();
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("SFT needs at least one sequence");
    }
    List<List<TokenSequence>> rows =
        settings.packing()
            ? Packing.rows(usable, capacity)
            : usable.stream().map(List::of).toList();
    DataOrder order = new DataOrder(rows.size(), settings.seed());
    int epochs = DataOrder.steps(rows.size(), settings.numTrainEpochs(), settings.batchSize());
    return train(
        settings.maxSteps().orElse(epochs),
        step -> {
          List<List<TokenSequence>> batch =
              order.batch(step, settings.batchSize()).stream()
                  .<List<TokenSequence>>map(rows::get)
                  .toList();
          return Updater.parts(batch, settings.perDeviceTrainBatchSize());
        },
        checkpoints);
  }

  /**
   * Trains on batches without end; each is one backward pass, whatever its size.
   *
   * @return updates made
   * @throws IllegalArgumentException without {@code max_steps}
   * @throws TrainingDiverged if a number is none
   */
  public int train(Iterator<List<TokenSequence>> batches, Checkpoints checkpoints) {
    int steps =
        settings
            .maxSteps()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "max_steps is not given; a stream of batches has no epochs"));
    int[] read = {0};
    return train(
        steps,
        step -> {
          List<List<List<TokenSequence>>> parts = new ArrayList<>();
          int until = step * settings.gradientAccumulationSteps();
          // After a checkpoint, what was seen before it is passed over.
          for (; read[0] < until; read[0]++) {
            List<List<TokenSequence>> part = batches.next().stream().map(List::of).toList();
            if (read[0] >= until - settings.gradientAccumulationSteps()) {
              parts.add(part);
            }
          }
          return parts;
        },
        checkpoints);
  }

  private int train(
      int steps, IntFunction<List<List<List<TokenSequence>>>> partsOf, Checkpoints checkpoints) {
    TrainingLoop.Plan plan = new TrainingLoop.Plan("sft", steps, 1);
    try (TrainingLoop loop = new TrainingLoop(plan, policy, settings, clock, log, checkpoints)) {
      while (loop.begins() && loop.nextStep()) {
        loop.log(update(policy, partsOf.apply(loop.steps()), loop));
      }
      return loop.steps();
    }
  }

  /** One update: the loss is the mean over all trained tokens of all parts. */
  static Metrics update(Policy policy, List<List<List<TokenSequence>>> parts, TrainingLoop loop) {
    int tokens = parts.stream().flatMap(List::stream).mapToInt(SftTrainer::trained).sum();
    Metrics metrics = new Metrics();
    loop.update(parts, (part, scratch, sums) -> loss(policy, part, tokens, scratch, sums), metrics);
    metrics.put("num_tokens", tokens);
    return metrics;
  }

  private static NDArray loss(
      Policy policy,
      List<List<TokenSequence>> part,
      int tokens,
      NDManager scratch,
      Metrics metrics) {
    LogProbabilities logP = LogProbabilities.ofRows(policy, part, scratch);
    int own = part.stream().mapToInt(SftTrainer::trained).sum();
    metrics.add("entropy", logP.entropy().getFloat() * own / tokens);
    return logP.ofTokens().sum().mul(scratch.create(-1f / tokens));
  }

  private static int trained(List<TokenSequence> row) {
    return row.stream().mapToInt(TokenSequence::trainedTokens).sum();
  }

  private static TokenSequence cut(TokenSequence sequence, int length) {
    return sequence.tokens().length <= length
        ? sequence
        : new TokenSequence(
            Arrays.copyOf(sequence.tokens(), length), Arrays.copyOf(sequence.trained(), length));
  }
}
