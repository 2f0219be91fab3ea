package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.autorl.trainers.algorithm.RolloutSource.Rollout;
import org.autorl.trainers.policy.Policy;

/**
 * Proximal policy optimization (https://arxiv.org/abs/1707.06347) for texts
 * (https://arxiv.org/abs/1909.08593): a token is an action, the KL to the reference is taken from
 * its reward, and a value head on the policy's hidden state is the critic. Reads in the order of
 * the paper's algorithm 1.
 */
public final class PpoTrainer {
  /**
   * How to train. The first twelve are those of {@link TrainerSettings}; a row is a rollout, and
   * the rows of an update are a minibatch.
   *
   * @param maxSteps updates; default 1000
   * @param numPpoEpochs K, passes over the same rollouts; default 4
   * @param numMiniBatches updates of one pass; default 1
   * @param klCoef β, weight of the KL to the reference policy in the reward of a token; 0 needs no
   *     reference; default 0.05
   * @param klEstimator of that KL; default {@code K1}
   * @param cliprange ε of the policy; default 0.2
   * @param vfCoef c_1, weight of the value loss; default 0.1
   * @param cliprangeValue how far a value may move from the old one; default 0.2
   * @param entropyCoef c_2, weight of the entropy bonus; default 0
   * @param gamma γ, discount; default 1
   * @param lam λ of generalized advantage estimation; default 0.95
   * @param whitenAdvantages move advantages to mean 0 and variance 1; default yes
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
      int numPpoEpochs,
      int numMiniBatches,
      double klCoef,
      KlEstimator klEstimator,
      double cliprange,
      double vfCoef,
      double cliprangeValue,
      double entropyCoef,
      double gamma,
      double lam,
      boolean whitenAdvantages,
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
          .atLeast("num_ppo_epochs", numPpoEpochs, 1)
          .atLeast("num_mini_batches", numMiniBatches, 1)
          .atLeast("kl_coef", klCoef, 0)
          .within("cliprange", cliprange, 0, 1)
          .atLeast("vf_coef", vfCoef, 0)
          .above("cliprange_value", cliprangeValue, 0)
          .atLeast("entropy_coef", entropyCoef, 0)
          .within("gamma", gamma, 0, 1)
          .within("lam", lam, 0, 1)
          .above("temperature", temperature, 0)
          .atLeast("max_completion_length", maxCompletionLength, 1)
          .orThrow();
    }

    /** Rate 5e-5, constant after 5 steps; rollouts 64; seed 42; the rest as said at each. */
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
          1000,
          4,
          1,
          0.05,
          KlEstimator.K1,
          0.2,
          0.1,
          0.2,
          0,
          1,
          0.95,
          true,
          1.0,
          64);
    }
  }

  /**
   * A rollout with what its tokens are to learn.
   *
   * @param advantages Â_t of each trained token
   * @param values V_old(s_t)
   * @param returns what V(s_t) should be: Â_t + V_old(s_t), before whitening
   */
  record Judged(Rollout rollout, double[] advantages, double[] values, double[] returns) {
    int tokens() {
      return advantages.length;
    }
  }

  private final Policy policy;
  private final Optional<Policy> reference;
  private final RolloutSource source;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  /**
   * A trainer; {@code reference} is the frozen copy that the KL is taken to.
   *
   * @throws IllegalArgumentException if {@code klCoef} is above 0 and there is no reference
   */
  public PpoTrainer(
      Policy policy,
      Optional<Policy> reference,
      RolloutSource source,
      Settings settings,
      InstantSource clock,
      MetricsLog log) {
    if (settings.klCoef() > 0 && reference.isEmpty()) {
      throw new IllegalArgumentException("kl_coef is above 0, so a reference policy is needed");
    }
    this.policy = policy;
    this.reference = reference;
    this.source = source;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Trains. The value head begins anew with each call, but goes on with a checkpoint.
   *
   * @return updates made
   * @throws TrainingDiverged if a number is none
   */
  public int train(Checkpoints checkpoints) {
    int updates = settings.numPpoEpochs() * settings.numMiniBatches();
    try (NDManager manager = policy.newManager()) {
      ValueHead head = ValueHead.of(policy.config().hidden(), manager);
      TrainingLoop.Plan plan =
          new TrainingLoop.Plan("ppo", settings.maxSteps(), updates, head.weights());
      try (TrainingLoop loop = new TrainingLoop(plan, policy, settings, clock, log, checkpoints)) {
        while (loop.begins()) {
          int wanted = settings.batchSize() * settings.numMiniBatches();
          List<List<Rollout>> sampled = source.sample(wanted, 1, loop.random());
          RolloutMetrics.check(sampled, loop);
          Metrics measured = Metrics.of(RolloutMetrics.of(sampled));
          List<Rollout> rollouts =
              sampled.stream()
                  .flatMap(List::stream)
                  .filter(r -> r.sequence().trainedTokens() > 0)
                  .toList();
          List<Judged> judged = rollouts.isEmpty() ? List.of() : judge(rollouts, head, measured);
          Random shuffle = new Random(loop.random().split().nextLong());
          for (int epoch = 0; epoch < settings.numPpoEpochs(); epoch++) {
            epoch(judged, shuffle, head, measured.values(), loop);
          }
        }
        return loop.steps();
      }
    }
  }

  private void epoch(
      List<Judged> judged,
      Random shuffle,
      ValueHead head,
      Map<String, Double> measured,
      TrainingLoop loop) {
    List<Judged> order = new ArrayList<>(judged);
    Collections.shuffle(order, shuffle);
    for (int i = 0; i < settings.numMiniBatches() && loop.nextStep(); i++) {
      int from = Math.min(order.size(), i * settings.batchSize());
      List<Judged> batch = order.subList(from, Math.min(order.size(), from + settings.batchSize()));
      Metrics metrics = Metrics.of(measured);
      if (!batch.isEmpty()) {
        loop.update(
            Updater.parts(batch, settings.perDeviceTrainBatchSize()),
            (part, scratch, sums) -> loss(part, batch, head, scratch, sums),
            metrics);
      }
      loop.log(metrics);
    }
  }

  /** Values, rewards of tokens, advantages and returns: all that updates do not change. */
  List<Judged> judge(List<Rollout> rollouts, ValueHead head, Metrics metrics) {
    List<TokenSequence> sequences = rollouts.stream().map(Rollout::sequence).toList();
    int rows = settings.perDeviceTrainBatchSize();
    List<double[]> values = new ArrayList<>();
    List<double[]> rewards = new ArrayList<>();
    try (NDManager manager = policy.newManager()) {
      for (List<TokenSequence> part : Updater.parts(sequences, rows)) {
        try (NDManager scratch = manager.newSubManager()) {
          LogProbabilities current = LogProbabilities.of(policy, part, scratch);
          float[] all = head.of(current.hidden()).toFloatArray();
          int at = 0;
          for (TokenSequence sequence : part) {
            values.add(doubles(Arrays.copyOfRange(all, at, at + sequence.trainedTokens())));
            at += sequence.trainedTokens();
          }
        }
      }
      Optional<List<float[]>> referenceLogP =
          settings.klCoef() > 0
              ? reference.map(r -> LogProbabilities.values(r, sequences, rows, manager))
              : Optional.empty();
      double kl = 0;
      for (int i = 0; i < rollouts.size(); i++) {
        float[] logP = rollouts.get(i).logProbabilities();
        double[] ofTokens = new double[logP.length];
        for (int t = 0; t < logP.length && referenceLogP.isPresent(); t++) {
          ofTokens[t] = settings.klEstimator().of(logP[t], referenceLogP.get().get(i)[t]);
        }
        kl += Arrays.stream(ofTokens).sum() / rollouts.size();
        rewards.add(rewards(rollouts.get(i).reward(), ofTokens, settings.klCoef()));
      }
      referenceLogP.ifPresent(r -> metrics.put("objective/rlhf_reward", mean(rewards)));
      if (referenceLogP.isPresent()) {
        metrics.put("objective/kl", kl);
      }
    }
    return judged(rollouts, rewards, values);
  }

  /** Mean over rollouts of the sums over their tokens. */
  private static double mean(List<double[]> rows) {
    return rows.stream().mapToDouble(row -> Arrays.stream(row).sum()).average().orElse(0);
  }

  /** r_t = -β KL_t, and for the last token the rollout's reward too. */
  static double[] rewards(double reward, double[] kl, double klCoef) {
    double[] rewards = new double[kl.length];
    for (int t = 0; t < kl.length; t++) {
      rewards[t] = -klCoef * kl[t];
    }
    rewards[kl.length - 1] += reward;
    return rewards;
  }

  private List<Judged> judged(
      List<Rollout> rollouts, List<double[]> rewards, List<double[]> values) {
    List<double[]> advantages = new ArrayList<>();
    for (int i = 0; i < rollouts.size(); i++) {
      advantages.add(
          Advantages.generalized(rewards.get(i), values.get(i), settings.gamma(), settings.lam()));
    }
    List<double[]> scaled =
        settings.whitenAdvantages() ? Advantages.whiten(advantages) : advantages;
    List<Judged> result = new ArrayList<>();
    for (int i = 0; i < rollouts.size(); i++) {
      double[] returns = advantages.get(i).clone();
      for (int t = 0; t < returns.length; t++) {
        returns[t] += values.get(i)[t];
      }
      result.add(new Judged(rollouts.get(i), scaled.get(i), values.get(i), returns));
    }
    return result;
  }

  /** The part's share in L = L_clip + c_1 L_value - c_2 entropy, means over the batch's tokens. */
  NDArray loss(
      List<Judged> part, List<Judged> batch, ValueHead head, NDManager scratch, Metrics metrics) {
    List<TokenSequence> sequences = part.stream().map(j -> j.rollout().sequence()).toList();
    int all = batch.stream().mapToInt(Judged::tokens).sum();
    NDArray share = scratch.create(1f / all);
    NDArray old =
        TokenBatch.concat(part.stream().map(j -> j.rollout().logProbabilities()).toList(), scratch);
    LogProbabilities current = LogProbabilities.of(policy, sequences, scratch);

    NDArray logRatio = current.ofTokens().sub(old);
    ClippedRatio ratio =
        ClippedRatio.of(logRatio, settings.cliprange(), settings.cliprange(), scratch);
    NDArray policyLoss =
        ratio.gain(flat(part.stream().map(Judged::advantages).toList(), scratch)).neg().sum();
    ValueLoss values =
        ValueLoss.of(
            head.of(current.hidden()),
            flat(part.stream().map(Judged::values).toList(), scratch),
            flat(part.stream().map(Judged::returns).toList(), scratch),
            settings.cliprangeValue(),
            scratch);
    NDArray valueLoss = values.losses().sum();

    metrics.add("loss/policy_avg", policyLoss.getFloat() / all);
    metrics.add("loss/value_avg", valueLoss.getFloat() / all);
    metrics.add("policy/clipfrac_avg", ratio.clipped() / all);
    metrics.add("val/clipfrac_avg", values.clipped() / all);
    // k2 of the update itself: how far it has gone from the policy that sampled.
    metrics.add("policy/approxkl_avg", logRatio.square().sum().getFloat() / 2 / all);
    int own = part.stream().mapToInt(Judged::tokens).sum();
    metrics.add("policy/entropy_avg", current.entropy().getFloat() * own / all);

    NDArray loss = policyLoss.add(valueLoss.mul(scratch.create((float) settings.vfCoef())));
    if (settings.entropyCoef() > 0) {
      NDArray bonus = entropy(current.hidden()).mul(scratch.create((float) settings.entropyCoef()));
      loss = loss.sub(bonus);
    }
    return loss.mul(share);
  }

  /** The sum of the entropies of N next-token distributions, in nats. */
  private NDArray entropy(NDArray hidden) {
    NDArray logP = policy.decoder().logits(hidden).logSoftmax(-1);
    return logP.exp().mul(logP).sum().neg();
  }

  /**
   * Half the square of the error of the value, or of the value kept near the old one, whichever is
   * worse (https://arxiv.org/abs/1506.02438 fitted with PPO's clipping).
   *
   * @param losses float32 [N]
   * @param clipped tokens where the second was worse
   */
  record ValueLoss(NDArray losses, double clipped) {
    static ValueLoss of(
        NDArray values, NDArray old, NDArray returns, double range, NDManager scratch) {
      NDArray near = old.add(ClippedRatio.clip(values.sub(old), -range, range, scratch));
      NDArray free = values.sub(returns).square();
      NDArray held = near.sub(returns).square();
      double clipped = held.gt(free).toType(held.getDataType(), false).sum().getFloat();
      return new ValueLoss(NDArrays.maximum(free, held).mul(scratch.create(0.5f)), clipped);
    }
  }

  private static NDArray flat(List<double[]> rows, NDManager scratch) {
    return DpoTrainer.array(rows.stream().flatMapToDouble(Arrays::stream).toArray(), scratch);
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
