package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.trainers.algorithm.RolloutSource.Rollout;
import org.autorl.trainers.policy.Policy;

/**
 * REINFORCE (Williams 1992, https://doi.org/10.1007/BF00992696) with a baseline, and RLOO
 * (https://arxiv.org/abs/2402.14740): a whole completion is one action, and each rollout is used
 * once. They differ in the baseline alone.
 */
public final class ReinforceTrainer {
  /**
   * How to train. The first twelve are those of {@link TrainerSettings}; a row is a rollout.
   *
   * @param maxSteps updates, each with new rollouts; default 500
   * @param numGenerations k, rollouts of a prompt; default 4 for RLOO, 1 for REINFORCE
   * @param beta β, weight of the KL to the reference policy, which is taken from the reward of a
   *     rollout; 0 needs no reference; default 0.05 for RLOO, 0 for REINFORCE
   * @param klEstimator of that KL; default {@code K1}
   * @param baseline what a reward is compared with
   * @param temperature of sampling; default 1
   * @param maxCompletionLength the most tokens of a completion; default 64
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
      int maxSteps,
      int numGenerations,
      double beta,
      KlEstimator klEstimator,
      Baseline baseline,
      double temperature,
      int maxCompletionLength)
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
          .atLeast("max_steps", maxSteps, 1)
          .atLeast("num_generations", numGenerations, 1)
          .require(
              baseline != Baseline.LEAVE_ONE_OUT || numGenerations >= 2,
              "num_generations is %s; at least 2 are needed, because the baseline is the mean of"
                  + " the others",
              numGenerations)
          .require(
              (perDeviceTrainBatchSize * gradientAccumulationSteps) % Math.max(1, numGenerations)
                  == 0,
              "per_device_train_batch_size times gradient_accumulation_steps is %s; it must be a"
                  + " multiple of num_generations (%s)",
              perDeviceTrainBatchSize * gradientAccumulationSteps,
              numGenerations)
          .atLeast("beta", beta, 0)
          .above("temperature", temperature, 0)
          .atLeast("max_completion_length", maxCompletionLength, 1)
          .orThrow();
    }

    /** REINFORCE: rate 5e-5, constant after 5 steps; rollouts 64; seed 42. */
    public static Settings defaults() {
      return new Settings(
          5e-5,
          LrSchedulerType.CONSTANT_WITH_WARMUP,
          0,
          5,
          0,
          1.0,
          64,
          1,
          42,
          Optional.empty(),
          "reward",
          Optional.empty(),
          500,
          1,
          0,
          KlEstimator.K1,
          Baseline.BATCH_MEAN,
          1.0,
          64);
    }

    /** RLOO: as REINFORCE, but with groups of 4, β 0.05 and the mean of the others. */
    public static Settings rloo() {
      return Options.change(
          defaults(),
          Map.of("numGenerations", 4, "beta", 0.05, "baseline", Baseline.LEAVE_ONE_OUT));
    }
  }

  /** What a reward is compared with. */
  public enum Baseline {
    /** Nothing. */
    NONE,
    /** The mean reward of the batch. */
    BATCH_MEAN,
    /** The mean reward of the other rollouts of the prompt: RLOO. */
    LEAVE_ONE_OUT
  }

  /** A rollout with the advantage of its only action. */
  record Weighted(Rollout rollout, double advantage) {}

  private final Policy policy;
  private final Optional<Policy> reference;
  private final RolloutSource source;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  /**
   * A trainer; {@code reference} is the frozen copy that β pulls towards.
   *
   * @throws IllegalArgumentException if β is above 0 and there is no reference
   */
  public ReinforceTrainer(
      Policy policy,
      Optional<Policy> reference,
      RolloutSource source,
      Settings settings,
      InstantSource clock,
      MetricsLog log) {
    if (settings.beta() > 0 && reference.isEmpty()) {
      throw new IllegalArgumentException("beta is above 0, so a reference policy is needed");
    }
    this.policy = policy;
    this.reference = reference;
    this.source = source;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Trains.
   *
   * @return updates made
   * @throws TrainingDiverged if a number is none
   */
  public int train(Checkpoints checkpoints) {
    String name = settings.baseline() == Baseline.LEAVE_ONE_OUT ? "rloo" : "reinforce";
    TrainingLoop.Plan plan = new TrainingLoop.Plan(name, settings.maxSteps(), 1);
    try (TrainingLoop loop = new TrainingLoop(plan, policy, settings, clock, log, checkpoints);
        NDManager manager = policy.newManager()) {
      while (loop.begins()) {
        List<List<Rollout>> groups =
            source.sample(
                settings.batchSize() / settings.numGenerations(),
                settings.numGenerations(),
                loop.random());
        RolloutMetrics.check(groups, loop);
        Metrics metrics = Metrics.of(RolloutMetrics.of(groups));
        List<Weighted> batch =
            weighted(groups, manager, metrics).stream()
                .filter(w -> w.rollout().sequence().trainedTokens() > 0)
                .toList();
        if (loop.nextStep() && !batch.isEmpty()) {
          loop.update(
              Updater.parts(batch, settings.perDeviceTrainBatchSize()),
              (part, scratch, sums) -> loss(part, batch, scratch, sums),
              metrics);
        }
        loop.log(metrics);
      }
      return loop.steps();
    }
  }

  /** R = r - β KL of each rollout, less its baseline. */
  private List<Weighted> weighted(List<List<Rollout>> groups, NDManager manager, Metrics metrics) {
    List<Rollout> all = groups.stream().flatMap(List::stream).toList();
    double[] rewards = all.stream().mapToDouble(Rollout::reward).toArray();
    if (settings.beta() > 0) {
      double[] kl = kl(all, manager);
      for (int i = 0; i < rewards.length; i++) {
        rewards[i] -= settings.beta() * kl[i];
      }
      int tokens = all.stream().mapToInt(r -> r.sequence().trainedTokens()).sum();
      metrics.put("kl", Arrays.stream(kl).sum() / Math.max(1, tokens));
    }
    double[] advantages = advantages(rewards, settings.numGenerations(), settings.baseline());
    List<Weighted> result = new ArrayList<>();
    for (int i = 0; i < advantages.length; i++) {
      result.add(new Weighted(all.get(i), advantages[i]));
    }
    return result;
  }

  /** Nats of each rollout: the sum over its tokens. */
  private double[] kl(List<Rollout> rollouts, NDManager manager) {
    List<TokenSequence> sequences = rollouts.stream().map(Rollout::sequence).toList();
    List<float[]> referenceLogP =
        LogProbabilities.values(
            reference.orElseThrow(), sequences, settings.perDeviceTrainBatchSize(), manager);
    double[] kl = new double[rollouts.size()];
    for (int i = 0; i < kl.length; i++) {
      float[] logP = rollouts.get(i).logProbabilities();
      for (int t = 0; t < logP.length; t++) {
        kl[i] += settings.klEstimator().of(logP[t], referenceLogP.get(i)[t]);
      }
    }
    return kl;
  }

  /** Rewards of all rollouts, group by group, less the baseline. */
  static double[] advantages(double[] rewards, int groupSize, Baseline baseline) {
    return switch (baseline) {
      case NONE -> rewards.clone();
      case BATCH_MEAN -> Advantages.lessMean(rewards);
      case LEAVE_ONE_OUT -> {
        double[] result = new double[rewards.length];
        for (int from = 0; from < rewards.length; from += groupSize) {
          double[] group = Arrays.copyOfRange(rewards, from, from + groupSize);
          System.arraycopy(Advantages.leaveOneOut(group), 0, result, from, groupSize);
        }
        yield result;
      }
    };
  }

  /** The part's share in -1/n Σ (R_i - b_i) log π(y_i | x_i). */
  NDArray loss(List<Weighted> part, List<Weighted> batch, NDManager scratch, Metrics metrics) {
    List<TokenSequence> sequences = part.stream().map(w -> w.rollout().sequence()).toList();
    TokenBatch tokens = TokenBatch.of(sequences);
    LogProbabilities current = LogProbabilities.of(policy, sequences, scratch);
    int all = batch.stream().mapToInt(w -> w.rollout().sequence().trainedTokens()).sum();
    metrics.add("entropy", current.entropy().getFloat() * tokens.tokens() / all);
    NDArray weight = tokens.repeat(row -> -part.get(row).advantage() / batch.size(), scratch);
    return current.ofTokens().mul(weight).sum();
  }
}
