package org.autorl.trainers.algorithm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.autorl.trainers.algorithm.RolloutSource.Rollout;
import org.autorl.trainers.policy.Policy;

/**
 * Rejection-sampling fine-tuning: sample, keep what was rewarded, imitate it, again. After RFT
 * (https://arxiv.org/abs/2308.01825) and RAFT (https://arxiv.org/abs/2304.06767).
 */
public final class RftTrainer {
  /**
   * How to train. The first twelve are those of {@link TrainerSettings}.
   *
   * @param maxSteps updates in all; default 200
   * @param numGenerations k, completions of a prompt; default 8
   * @param promptsPerRound prompts that are sampled for one round; default 32
   * @param stepsPerRound updates with what one round kept; default 10
   * @param rewardThreshold the least reward that is kept; default 1
   * @param keep which of these are kept; default all
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
      int promptsPerRound,
      int stepsPerRound,
      double rewardThreshold,
      Keep keep,
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
          .atLeast("prompts_per_round", promptsPerRound, 1)
          .atLeast("steps_per_round", stepsPerRound, 1)
          .require(!Double.isNaN(rewardThreshold), "reward_threshold is %s", rewardThreshold)
          .above("temperature", temperature, 0)
          .atLeast("max_completion_length", maxCompletionLength, 1)
          .orThrow();
    }

    /** Rate 5e-4, constant after 5 steps; rows 32; seed 42; the rest as said at each. */
    public static Settings defaults() {
      return new Settings(
          5e-4,
          LrSchedulerType.CONSTANT_WITH_WARMUP,
          0,
          5,
          0,
          1.0,
          32,
          1,
          42,
          Optional.empty(),
          "reward",
          Optional.empty(),
          200,
          8,
          32,
          10,
          1,
          Keep.REWARDED,
          1.0,
          64);
    }
  }

  /** Which rollouts of a group are imitated, of those whose reward reaches the threshold. */
  public enum Keep {
    /** All distinct ones (RFT). */
    REWARDED,
    /** The one of highest reward, the first of equals (RAFT). */
    BEST
  }

  private final Policy policy;
  private final RolloutSource source;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  public RftTrainer(
      Policy policy, RolloutSource source, Settings settings, InstantSource clock, MetricsLog log) {
    this.policy = policy;
    this.source = source;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Trains. A round that keeps nothing passes without an update.
   *
   * @return updates made
   * @throws TrainingDiverged if a number is none
   */
  public int train(Checkpoints checkpoints) {
    TrainingLoop.Plan plan =
        new TrainingLoop.Plan("rft", settings.maxSteps(), settings.stepsPerRound());
    try (TrainingLoop loop = new TrainingLoop(plan, policy, settings, clock, log, checkpoints)) {
      while (loop.begins()) {
        long order = settings.seed() + loop.cycle();
        List<List<Rollout>> groups =
            source.sample(settings.promptsPerRound(), settings.numGenerations(), loop.random());
        RolloutMetrics.check(groups, loop);
        List<TokenSequence> kept = kept(groups, settings);
        Map<String, Double> measured = RolloutMetrics.of(groups);
        measured.put("num_kept", (double) kept.size());
        imitate(kept, new DataOrder(Math.max(1, kept.size()), order), measured, loop);
      }
      return loop.steps();
    }
  }

  private void imitate(
      List<TokenSequence> kept, DataOrder order, Map<String, Double> measured, TrainingLoop loop) {
    int size = Math.min(settings.batchSize(), kept.size());
    for (int i = 1; i <= settings.stepsPerRound() && loop.nextStep(); i++) {
      Metrics metrics = Metrics.of(measured);
      if (!kept.isEmpty()) {
        List<List<TokenSequence>> batch =
            order.batch(i, size).stream().map(row -> List.of(kept.get(row))).toList();
        SftTrainer.update(policy, Updater.parts(batch, settings.perDeviceTrainBatchSize()), loop)
            .values()
            .forEach(metrics::put);
      }
      loop.log(metrics);
    }
  }

  /** Distinct rollouts that are worth imitating, in the order of the groups. */
  static List<TokenSequence> kept(List<List<Rollout>> groups, Settings settings) {
    List<TokenSequence> kept = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (List<Rollout> group : groups) {
      List<Rollout> rewarded =
          group.stream()
              .filter(r -> r.reward() >= settings.rewardThreshold())
              .filter(r -> r.sequence().trainedTokens() > 0)
              .sorted(Comparator.comparingDouble(Rollout::reward).reversed())
              .limit(settings.keep() == Keep.BEST ? 1 : group.size())
              .toList();
      for (Rollout rollout : rewarded) {
        if (seen.add(Arrays.toString(rollout.sequence().tokens()))) {
          kept.add(rollout.sequence());
        }
      }
    }
    return kept;
  }
}
