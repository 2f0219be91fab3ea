package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.autorl.trainers.algorithm.RolloutSource.Rollout;
import org.autorl.trainers.policy.Policy;

/**
 * Group relative policy optimization (DeepSeekMath, https://arxiv.org/abs/2402.03300). Reads top to
 * bottom in the order of the paper's algorithm 1. What others changed in it is an option: DAPO
 * (https://arxiv.org/abs/2503.14476), Dr. GRPO (https://arxiv.org/abs/2503.20783), GSPO
 * (https://arxiv.org/abs/2507.18071).
 */
public final class GrpoTrainer {
  /**
   * How to train. The first twelve are those of {@link TrainerSettings}; a row is a rollout, and
   * the rows of an update are the rollouts of an iteration.
   *
   * @param maxSteps updates; default 1000
   * @param numGenerations G, rollouts of one prompt, at least 2; default 8
   * @param numIterations μ, updates with the same rollouts; default 1
   * @param beta β, weight of the KL to the reference policy, in the loss; 0 needs no reference;
   *     default 0
   * @param klEstimator of that KL; {@code K1} is refused; default {@code K3}, as in the paper
   * @param epsilon ε below; default 0.2
   * @param epsilonHigh ε above; default 0.28, DAPO's
   * @param lossType over what the loss is a mean; default {@code GRPO}
   * @param scaleRewards which deviation divides advantages; default {@code GROUP}
   * @param importanceSamplingLevel what has a ratio; default {@code TOKEN}
   * @param maskTruncatedCompletions train no rollout that did not end by itself; default no
   * @param dynamicSampling sample again instead of groups whose rewards are all equal (DAPO);
   *     default no
   * @param maxResamples how often at most, for one iteration; default 3
   * @param temperature of sampling; default 1
   * @param maxCompletionLength the most tokens of a completion, and the length that {@code DR_GRPO}
   *     divides by; default 64
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
      int numIterations,
      double beta,
      KlEstimator klEstimator,
      double epsilon,
      double epsilonHigh,
      LossType lossType,
      ScaleRewards scaleRewards,
      ImportanceSamplingLevel importanceSamplingLevel,
      boolean maskTruncatedCompletions,
      boolean dynamicSampling,
      int maxResamples,
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
          .require(
              numGenerations >= 2,
              "num_generations is %s; at least 2 are needed, because an advantage is relative to"
                  + " its group",
              numGenerations)
          .require(
              (perDeviceTrainBatchSize * gradientAccumulationSteps) % Math.max(1, numGenerations)
                  == 0,
              "per_device_train_batch_size times gradient_accumulation_steps is %s; it must be a"
                  + " multiple of num_generations (%s)",
              perDeviceTrainBatchSize * gradientAccumulationSteps,
              numGenerations)
          .atLeast("num_iterations", numIterations, 1)
          .atLeast("beta", beta, 0)
          .require(
              beta == 0 || klEstimator != KlEstimator.K1,
              "kl_estimator is k1; in a loss its gradient is zero on average, so it would hold"
                  + " nothing; take k2 or k3")
          .within("epsilon", epsilon, 0, 1)
          .atLeast("epsilon_high", epsilonHigh, 0)
          .atLeast("max_resamples", maxResamples, 1)
          .above("temperature", temperature, 0)
          .atLeast("max_completion_length", maxCompletionLength, 1)
          .orThrow();
    }

    /** Rate 5e-5, constant after 5 steps; rollouts 2 x 64; seed 42; the rest as said at each. */
    public static Settings defaults() {
      return new Settings(
          5e-5,
          LrSchedulerType.CONSTANT_WITH_WARMUP,
          0,
          5,
          0,
          1.0,
          64,
          2,
          42,
          Optional.empty(),
          "reward",
          Optional.empty(),
          1000,
          8,
          1,
          0,
          KlEstimator.K3,
          0.2,
          0.28,
          LossType.GRPO,
          ScaleRewards.GROUP,
          ImportanceSamplingLevel.TOKEN,
          false,
          false,
          3,
          1.0,
          64);
    }
  }

  /** How tokens are weighed; TRL's {@code loss_type}. */
  public enum LossType {
    /**
     * Mean over each rollout's tokens, then over rollouts: a long failure weighs as a short win.
     */
    GRPO,
    /** Mean over the tokens of a backward pass, then over these. */
    BNPO,
    /** Sum over tokens, divided by the longest length and the rollouts (Dr. GRPO). */
    DR_GRPO,
    /** Mean over all tokens of the update (DAPO). */
    DAPO
  }

  /** Which deviation divides advantages; TRL's {@code scale_rewards}. */
  public enum ScaleRewards {
    /** That of the group's rewards. */
    GROUP,
    /** That of all rewards of the iteration. */
    BATCH,
    /** None (Dr. GRPO). */
    NONE
  }

  /** What has a ratio of probabilities; TRL's {@code importance_sampling_level}. */
  public enum ImportanceSamplingLevel {
    /** Each token. */
    TOKEN,
    /** Each rollout: the geometric mean of its tokens' ratios (GSPO, equation 7). */
    SEQUENCE
  }

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
  public GrpoTrainer(
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
    TrainingLoop.Plan plan =
        new TrainingLoop.Plan("grpo", settings.maxSteps(), settings.numIterations());
    try (TrainingLoop loop = new TrainingLoop(plan, policy, settings, clock, log, checkpoints)) {
      while (loop.begins()) {
        Sampled sampled = sample(loop);
        Batch batch = batch(sampled.groups());
        for (int i = 0; i < settings.numIterations() && loop.nextStep(); i++) {
          Metrics metrics = Metrics.of(sampled.metrics());
          if (!batch.rows().isEmpty()) {
            List<List<Weighted>> parts =
                Updater.parts(batch.rows(), settings.perDeviceTrainBatchSize());
            loop.update(
                parts,
                (part, scratch, sums) -> loss(part, batch, parts.size(), scratch, sums),
                metrics);
          }
          loop.log(metrics);
        }
      }
      return loop.steps();
    }
  }

  private record Sampled(List<List<Rollout>> groups, Map<String, Double> metrics) {}

  private Sampled sample(TrainingLoop loop) {
    SplittableRandom random = loop.random();
    int wanted = settings.batchSize() / settings.numGenerations();
    List<List<Rollout>> groups = source.sample(wanted, settings.numGenerations(), random.split());
    RolloutMetrics.check(groups, loop);
    Map<String, Double> metrics = RolloutMetrics.of(groups);
    if (settings.dynamicSampling()) {
      List<List<Rollout>> alive = new ArrayList<>(alive(groups));
      int tries = 0;
      for (; tries < settings.maxResamples() && alive.size() < wanted; tries++) {
        List<List<Rollout>> more =
            source.sample(wanted - alive.size(), settings.numGenerations(), random.split());
        RolloutMetrics.check(more, loop);
        alive.addAll(alive(more));
      }
      metrics.put("dynamic_sampling/resamples", (double) tries);
      return new Sampled(alive, metrics);
    }
    return new Sampled(groups, metrics);
  }

  private static List<List<Rollout>> alive(List<List<Rollout>> groups) {
    return groups.stream()
        .filter(group -> !Advantages.allEqual(RolloutMetrics.rewards(group)))
        .toList();
  }

  /** A rollout with its advantage Â. */
  record Weighted(Rollout rollout, double advantage) {
    int length() {
      return rollout.sequence().tokens().length;
    }

    int tokens() {
      return rollout.sequence().trainedTokens();
    }
  }

  /**
   * What an update learns from.
   *
   * @param rows rollouts that move something
   * @param rollouts in all groups that count
   * @param tokens of these
   */
  record Batch(List<Weighted> rows, int rollouts, int tokens) {
    /** Tokens that move something. */
    int measured() {
      return rows.stream().mapToInt(Weighted::tokens).sum();
    }
  }

  /**
   * Advantages. Without a KL, a group whose rewards are all equal teaches nothing, and is left out
   * as if it had never been sampled; rollouts that would add nothing to the loss are counted, not
   * computed.
   */
  Batch batch(List<List<Rollout>> groups) {
    double[][] advantages =
        Advantages.ofGroups(
            groups.stream().map(RolloutMetrics::rewards).toArray(double[][]::new),
            settings.scaleRewards());
    List<Weighted> rows = new ArrayList<>();
    int rollouts = 0;
    int tokens = 0;
    for (int g = 0; g < groups.size(); g++) {
      List<Rollout> group = groups.get(g);
      if (settings.beta() == 0 && Advantages.allEqual(RolloutMetrics.rewards(group))) {
        continue;
      }
      rollouts += group.size();
      for (int i = 0; i < group.size(); i++) {
        Weighted row = new Weighted(group.get(i), advantages[g][i]);
        boolean masked = settings.maskTruncatedCompletions() && !group.get(i).ended();
        if (masked || row.tokens() == 0) {
          continue;
        }
        tokens += row.tokens();
        // Of backward passes BNPO counts the tokens, so there all must be in one.
        if (row.advantage() != 0 || settings.beta() > 0 || settings.lossType() == LossType.BNPO) {
          rows.add(row);
        }
      }
    }
    rows.sort(Comparator.comparingInt(Weighted::length));
    return new Batch(rows, rollouts, tokens);
  }

  /** The part's share in the loss of the batch. */
  NDArray loss(List<Weighted> part, Batch batch, int parts, NDManager scratch, Metrics metrics) {
    List<TokenSequence> sequences = part.stream().map(w -> w.rollout().sequence()).toList();
    TokenBatch tokens = TokenBatch.of(sequences);
    NDArray old =
        TokenBatch.concat(part.stream().map(w -> w.rollout().logProbabilities()).toList(), scratch);
    NDArray advantage = tokens.repeat(row -> part.get(row).advantage(), scratch);
    Optional<NDArray> referenceLogP =
        settings.beta() > 0
            ? reference.map(r -> LogProbabilities.of(r, sequences, scratch).ofTokens())
            : Optional.empty();
    LogProbabilities current = LogProbabilities.of(policy, sequences, scratch);
    ClippedRatio ratio =
        ClippedRatio.of(
            logRatio(current.ofTokens().sub(old), tokens, settings, scratch),
            settings.epsilon(),
            settings.epsilonHigh(),
            scratch);
    NDArray losses = ratio.gain(advantage).neg();
    double measured = batch.measured();
    if (referenceLogP.isPresent()) {
      NDArray kl = settings.klEstimator().of(current.ofTokens(), referenceLogP.get(), scratch);
      metrics.add("kl", kl.sum().getFloat() / measured);
      losses = losses.add(kl.mul(scratch.create((float) settings.beta())));
    }
    metrics.add("clip_ratio/region_mean", ratio.clipped() / measured);
    metrics.add("entropy", current.entropy().getFloat() * tokens.tokens() / measured);
    NDArray share = tokens.repeat(row -> share(part.get(row), part, batch, parts), scratch);
    return losses.mul(share).sum();
  }

  /** With what a token of a rollout counts. */
  private double share(Weighted row, List<Weighted> part, Batch batch, int parts) {
    return switch (settings.lossType()) {
      case GRPO -> 1.0 / batch.rollouts() / row.tokens();
      case BNPO -> 1.0 / parts / part.stream().mapToInt(Weighted::tokens).sum();
      case DR_GRPO -> 1.0 / batch.rollouts() / settings.maxCompletionLength();
      case DAPO -> 1.0 / batch.tokens();
    };
  }

  /** log π / π_old of each token, or the mean of its rollout for each token of it. */
  static NDArray logRatio(
      NDArray ofTokens, TokenBatch tokens, Settings settings, NDManager scratch) {
    if (settings.importanceSamplingLevel() == ImportanceSamplingLevel.TOKEN) {
      return ofTokens;
    }
    double[] inverse = new double[tokens.lengths().length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = 1.0 / tokens.lengths()[i];
    }
    NDArray means = tokens.sums(ofTokens, scratch).mul(DpoTrainer.array(inverse, scratch));
    return tokens.spread(means, scratch);
  }
}
