package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.trainers.policy.Policy;

/**
 * Direct preference optimization (https://arxiv.org/abs/2305.18290), and the identity loss of IPO
 * (https://arxiv.org/abs/2310.12036).
 */
public final class DpoTrainer {
  /**
   * How to train. The first twelve are those of {@link TrainerSettings}; a row is a pair.
   *
   * @param maxSteps updates; default as many as the epochs take
   * @param numTrainEpochs passes over the pairs, where {@code maxSteps} says nothing; default 1
   * @param beta β, how strongly the policy is held to the reference; for IPO, τ; default 0.1
   * @param lossType how the margin of a pair is judged; default {@code SIGMOID}
   * @param labelSmoothing share of pairs that are taken to be the wrong way round, below 0.5
   *     (conservative DPO, {@code SIGMOID} alone); default 0
   * @param referenceFree take a reference for which all completions are equally likely; default no
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
      double beta,
      LossType lossType,
      double labelSmoothing,
      boolean referenceFree)
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
          .above("beta", beta, 0)
          .require(
              labelSmoothing >= 0 && labelSmoothing < 0.5,
              "label_smoothing is %s; it must be at least 0 and below 0.5",
              labelSmoothing)
          .require(
              lossType == LossType.SIGMOID || labelSmoothing == 0,
              "label_smoothing is %s; loss_type ipo knows none",
              labelSmoothing)
          .orThrow();
    }

    /** Rate 1e-4, linear after a tenth of the steps; rows 16; seed 42; the rest as said at each. */
    public static Settings defaults() {
      return new Settings(
          1e-4,
          LrSchedulerType.LINEAR,
          0.1,
          0,
          0,
          1.0,
          16,
          1,
          42,
          Optional.empty(),
          "loss",
          Optional.empty(),
          Optional.empty(),
          1,
          0.1,
          LossType.SIGMOID,
          0,
          false);
    }
  }

  /** TRL's {@code loss_type}. */
  public enum LossType {
    /** -log σ of the margin: a Bradley-Terry fit. */
    SIGMOID,
    /** The square of what the margin's distance from 1 / (2 τ) is. */
    IPO
  }

  /**
   * Two completions of one prompt.
   *
   * @param chosen prompt and the better completion, which is trained
   * @param rejected prompt and the worse one
   */
  public record Preference(TokenSequence chosen, TokenSequence rejected) {
    public Preference {
      new Problems()
          .require(chosen.trainedTokens() > 0, "a chosen completion is empty")
          .require(rejected.trainedTokens() > 0, "a rejected completion is empty")
          .orThrow();
    }
  }

  /** A pair with the sums of log π_ref of its completions. */
  record Referenced(Preference pair, double chosen, double rejected) {}

  private final Policy policy;
  private final Optional<Policy> reference;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  /** A trainer; without a reference, it is the policy as it is when training begins. */
  public DpoTrainer(
      Policy policy,
      Optional<Policy> reference,
      Settings settings,
      InstantSource clock,
      MetricsLog log) {
    this.policy = policy;
    this.reference = reference;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Trains on these pairs, shuffled anew for each epoch.
   *
   * @return updates made
   * @throws IllegalArgumentException if there is no pair
   * @throws TrainingDiverged if a number is none
   */
  public int train(List<Preference> pairs, Checkpoints checkpoints) {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("DPO needs at least one pair");
    }
    // Before the loop, which may put a checkpoint's weights into the policy.
    List<Referenced> rows = referenced(pairs);
    DataOrder order = new DataOrder(rows.size(), settings.seed());
    int epochs = DataOrder.steps(rows.size(), settings.numTrainEpochs(), settings.batchSize());
    TrainingLoop.Plan plan = new TrainingLoop.Plan("dpo", settings.maxSteps().orElse(epochs), 1);
    try (TrainingLoop loop = new TrainingLoop(plan, policy, settings, clock, log, checkpoints)) {
      while (loop.begins() && loop.nextStep()) {
        List<Referenced> batch =
            order.batch(loop.steps(), settings.batchSize()).stream().map(rows::get).toList();
        Metrics metrics = new Metrics();
        loop.update(
            Updater.parts(batch, settings.perDeviceTrainBatchSize()),
            (part, scratch, sums) -> loss(part, batch.size(), scratch, sums),
            metrics);
        loop.log(metrics);
      }
      return loop.steps();
    }
  }

  /** The reference never changes, so it is asked once. */
  List<Referenced> referenced(List<Preference> pairs) {
    if (settings.referenceFree()) {
      return pairs.stream().map(pair -> new Referenced(pair, 0, 0)).toList();
    }
    List<TokenSequence> all =
        pairs.stream().flatMap(pair -> Stream.of(pair.chosen(), pair.rejected())).toList();
    try (NDManager manager = policy.newManager()) {
      List<float[]> logP =
          LogProbabilities.values(
              reference.orElse(policy), all, 2 * settings.perDeviceTrainBatchSize(), manager);
      List<Referenced> rows = new ArrayList<>();
      for (int i = 0; i < pairs.size(); i++) {
        rows.add(new Referenced(pairs.get(i), sum(logP.get(2 * i)), sum(logP.get(2 * i + 1))));
      }
      return rows;
    }
  }

  static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /** The part's share in the mean over {@code pairs} pairs. */
  NDArray loss(List<Referenced> part, int pairs, NDManager scratch, Metrics metrics) {
    List<TokenSequence> sequences =
        Stream.concat(
                part.stream().map(row -> row.pair().chosen()),
                part.stream().map(row -> row.pair().rejected()))
            .toList();
    LogProbabilities current = LogProbabilities.of(policy, sequences, scratch);
    NDArray logP = TokenBatch.of(sequences).sums(current.ofTokens(), scratch);
    double[] ofReference =
        Stream.concat(
                part.stream().map(Referenced::chosen), part.stream().map(Referenced::rejected))
            .mapToDouble(Double::doubleValue)
            .toArray();
    measure(logP.toFloatArray(), ofReference, pairs, metrics);
    NDArray logRatios = logP.sub(array(ofReference, scratch));
    return losses(logRatios, settings, scratch).sum().mul(scratch.create(1f / pairs));
  }

  /**
   * The losses of pairs (DPO equation 7, conservative DPO's equation 3, IPO equation 17).
   *
   * @param logRatios float32 [2P], log π / π_ref of the chosen, then of the rejected completions
   * @return float32 [P]
   */
  static NDArray losses(NDArray logRatios, Settings settings, NDManager scratch) {
    NDList sides = logRatios.split(new long[] {logRatios.size() / 2}, 0);
    // h of IPO; β h is the margin of the implicit rewards.
    NDArray h = sides.get(0).sub(sides.get(1));
    if (settings.lossType() == LossType.IPO) {
      return h.sub((float) (1 / (2 * settings.beta()))).square();
    }
    NDArray margin = h.mul(scratch.create((float) settings.beta()));
    // -log σ(x) = softplus(-x).
    NDArray right = Activation.softPlus(margin.neg());
    NDArray wrong = Activation.softPlus(margin);
    return right
        .mul(scratch.create((float) (1 - settings.labelSmoothing())))
        .add(wrong.mul(scratch.create((float) settings.labelSmoothing())));
  }

  private void measure(float[] logP, double[] ofReference, int pairs, Metrics metrics) {
    int p = logP.length / 2;
    for (int i = 0; i < p; i++) {
      double chosen = settings.beta() * (logP[i] - ofReference[i]);
      double rejected = settings.beta() * (logP[p + i] - ofReference[p + i]);
      metrics.add("rewards/chosen", chosen / pairs);
      metrics.add("rewards/rejected", rejected / pairs);
      metrics.add("rewards/margins", (chosen - rejected) / pairs);
      metrics.add("rewards/accuracies", (chosen > rejected ? 1.0 : 0.0) / pairs);
      metrics.add("logps/chosen", logP[i] / pairs);
      metrics.add("logps/rejected", logP[p + i] / pairs);
    }
  }

  static NDArray array(double[] values, NDManager scratch) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return scratch.create(floats);
  }
}
