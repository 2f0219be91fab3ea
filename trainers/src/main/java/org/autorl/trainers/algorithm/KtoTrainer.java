package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.trainers.policy.Policy;

/** Kahneman-Tversky optimization (https://arxiv.org/abs/2402.01306, equations 7 and 8). */
public final class KtoTrainer {
  /**
   * How to train. The first twelve are those of {@link TrainerSettings}; a row is a completion.
   *
   * @param maxSteps updates; default as many as the epochs take
   * @param numTrainEpochs passes over the data, where {@code maxSteps} says nothing; default 1
   * @param beta β, how soon a gain or loss is felt to be enough; default 0.1
   * @param desirableWeight λ_D; default 1
   * @param undesirableWeight λ_U; default 1
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
      double desirableWeight,
      double undesirableWeight)
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
          .atLeast("desirable_weight", desirableWeight, 0)
          .atLeast("undesirable_weight", undesirableWeight, 0)
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
          1,
          1);
    }
  }

  /**
   * A completion and what was thought of it.
   *
   * @param sequence prompt and completion, which is trained
   */
  public record Judged(TokenSequence sequence, boolean desirable) {
    public Judged {
      new Problems().require(sequence.trainedTokens() > 0, "a completion is empty").orThrow();
    }
  }

  /**
   * A completion with sums of log π_ref.
   *
   * @param mismatched its prompt with the completion of another row
   */
  record Referenced(Judged judged, double logP, TokenSequence mismatched, double mismatchedLogP) {}

  private final Policy policy;
  private final Optional<Policy> reference;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  /** A trainer; without a reference, it is the policy as it is when training begins. */
  public KtoTrainer(
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
   * Trains on these completions, shuffled anew for each epoch.
   *
   * @return updates made
   * @throws IllegalArgumentException with fewer than two completions
   * @throws TrainingDiverged if a number is none
   */
  public int train(List<Judged> judged, Checkpoints checkpoints) {
    if (judged.size() < 2) {
      throw new IllegalArgumentException(
          "KTO needs at least 2 completions, because its baseline mixes prompts and completions");
    }
    // Before the loop, which may put a checkpoint's weights into the policy.
    List<Referenced> rows = referenced(judged);
    DataOrder order = new DataOrder(rows.size(), settings.seed());
    int epochs = DataOrder.steps(rows.size(), settings.numTrainEpochs(), settings.batchSize());
    TrainingLoop.Plan plan = new TrainingLoop.Plan("kto", settings.maxSteps().orElse(epochs), 1);
    try (TrainingLoop loop = new TrainingLoop(plan, policy, settings, clock, log, checkpoints);
        NDManager manager = policy.newManager()) {
      while (loop.begins() && loop.nextStep()) {
        List<Referenced> batch =
            order.batch(loop.steps(), settings.batchSize()).stream().map(rows::get).toList();
        double baseline = baseline(batch, manager);
        Metrics metrics = new Metrics();
        metrics.put("kl", baseline);
        loop.update(
            Updater.parts(batch, settings.perDeviceTrainBatchSize()),
            (part, scratch, sums) -> loss(part, batch, baseline, scratch, sums),
            metrics);
        loop.log(metrics);
      }
      return loop.steps();
    }
  }

  /** The reference never changes, so it is asked once, for the mismatched pairs too. */
  List<Referenced> referenced(List<Judged> judged) {
    List<TokenSequence> matched = judged.stream().map(Judged::sequence).toList();
    List<TokenSequence> mismatched = new ArrayList<>();
    for (int i = 0; i < matched.size(); i++) {
      TokenSequence next = matched.get((i + 1) % matched.size());
      mismatched.add(matched.get(i).answeredBy(next));
    }
    Policy frozen = reference.orElse(policy);
    int rows = settings.perDeviceTrainBatchSize();
    try (NDManager manager = policy.newManager()) {
      List<float[]> logP = LogProbabilities.values(frozen, matched, rows, manager);
      List<float[]> other = LogProbabilities.values(frozen, mismatched, rows, manager);
      List<Referenced> result = new ArrayList<>();
      for (int i = 0; i < judged.size(); i++) {
        result.add(
            new Referenced(
                judged.get(i),
                DpoTrainer.sum(logP.get(i)),
                mismatched.get(i),
                DpoTrainer.sum(other.get(i))));
      }
      return result;
    }
  }

  /**
   * z_0 = max(0, mean of log π(y' | x) / π_ref(y' | x)), y' the completion of another prompt; no
   * gradient goes through it. In nats.
   */
  double baseline(List<Referenced> batch, NDManager manager) {
    List<TokenSequence> mismatched = batch.stream().map(Referenced::mismatched).toList();
    List<float[]> logP =
        LogProbabilities.values(policy, mismatched, settings.perDeviceTrainBatchSize(), manager);
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      sum += DpoTrainer.sum(logP.get(i)) - batch.get(i).mismatchedLogP();
    }
    return Math.max(0, sum / batch.size());
  }

  /** The part's share in the mean over the batch. */
  NDArray loss(
      List<Referenced> part,
      List<Referenced> batch,
      double baseline,
      NDManager scratch,
      Metrics metrics) {
    List<TokenSequence> sequences = part.stream().map(row -> row.judged().sequence()).toList();
    LogProbabilities current = LogProbabilities.of(policy, sequences, scratch);
    NDArray logP = TokenBatch.of(sequences).sums(current.ofTokens(), scratch);
    measure(part, batch, logP.toFloatArray(), metrics);
    double[] ofReference = part.stream().mapToDouble(Referenced::logP).toArray();
    NDArray logRatios = logP.sub(DpoTrainer.array(ofReference, scratch));
    boolean[] desirable = new boolean[part.size()];
    for (int i = 0; i < desirable.length; i++) {
      desirable[i] = part.get(i).judged().desirable();
    }
    return losses(logRatios, desirable, baseline, settings, scratch)
        .sum()
        .mul(scratch.create(1f / batch.size()));
  }

  /**
   * λ_y - v(x, y), with v = λ_D σ(β (r - z_0)) for a desirable completion, λ_U σ(β (z_0 - r)) for
   * an undesirable one.
   *
   * @param logRatios float32 [R], r = log π / π_ref
   * @param baseline z_0
   * @return float32 [R]
   */
  static NDArray losses(
      NDArray logRatios,
      boolean[] desirable,
      double baseline,
      Settings settings,
      NDManager scratch) {
    double[] signs = new double[desirable.length];
    double[] weights = new double[desirable.length];
    for (int i = 0; i < desirable.length; i++) {
      signs[i] = desirable[i] ? settings.beta() : -settings.beta();
      weights[i] = desirable[i] ? settings.desirableWeight() : settings.undesirableWeight();
    }
    NDArray gain = logRatios.sub((float) baseline).mul(DpoTrainer.array(signs, scratch));
    // 1 - σ(x) = σ(-x).
    return Activation.sigmoid(gain.neg()).mul(DpoTrainer.array(weights, scratch));
  }

  private void measure(
      List<Referenced> part, List<Referenced> batch, float[] logP, Metrics metrics) {
    double desirable = batch.stream().filter(row -> row.judged().desirable()).count();
    double undesirable = batch.size() - desirable;
    for (int i = 0; i < part.size(); i++) {
      Referenced row = part.get(i);
      boolean good = row.judged().desirable();
      String side = good ? "chosen" : "rejected";
      double count = good ? desirable : undesirable;
      double reward = settings.beta() * (logP[i] - row.logP());
      metrics.add("rewards/" + side, reward / count);
      metrics.add("logps/" + side, logP[i] / count);
      if (desirable > 0 && undesirable > 0) {
        metrics.add("rewards/margins", (good ? reward : -reward) / count);
      }
    }
  }
}
