package org.autorl.trainers.algorithm;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.autorl.trainers.algorithm.RolloutSource.Rollout;
import org.autorl.trainers.policy.Policy;

/**
 * Group relative policy optimization (DeepSeekMath, https://arxiv.org/abs/2402.03300). Reads top to
 * bottom in the order of the paper's algorithm 1.
 */
public final class GrpoTrainer {
  /**
   * How to train.
   *
   * @param iterations rollout and update cycles
   * @param groups prompts in one iteration
   * @param groupSize G, rollouts of one prompt, at least 2
   * @param epochs μ, updates on the same rollouts
   * @param clipLow ε below
   * @param clipHigh ε above
   * @param beta β, weight of the KL to the reference policy (estimator k3); 0 needs no reference
   * @param lossType over what the loss is a mean
   * @param scaleByDeviation whether advantages are divided by the group's deviation (Dr. GRPO: no)
   * @param minibatch sequences in one backward pass; gradients add up
   * @param limit stop before an iteration that would begin after this time
   */
  public record Settings(
      int iterations,
      int groups,
      int groupSize,
      int epochs,
      double clipLow,
      double clipHigh,
      double beta,
      LossType lossType,
      boolean scaleByDeviation,
      int minibatch,
      double learningRate,
      Duration limit,
      long seed) {
    public Settings {
      if (groupSize < 2) {
        throw new IllegalArgumentException(
            "num_generations is "
                + groupSize
                + "; at least 2 are needed, because an advantage is relative to its group");
      }
    }
  }

  /** How tokens are weighed; TRL's {@code loss_type}. */
  public enum LossType {
    /**
     * Mean over each rollout's tokens, then over rollouts: a long failure weighs as a short win.
     */
    GRPO,
    /** Mean over all tokens (DAPO, https://arxiv.org/abs/2503.14476). */
    DAPO
  }

  private static final double DEVIATION_FLOOR = 1e-4;

  private final Policy policy;
  private final Optional<Policy> reference;
  private final RolloutSource source;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  /** A trainer; {@code reference} is the frozen copy that β pulls towards. */
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
   * @return iterations made
   * @throws TrainingDiverged if loss or gradient is no number
   */
  public int train() {
    Instant start = clock.instant();
    SplittableRandom random = new SplittableRandom(settings.seed());
    try (NDManager manager = policy.newManager();
        AdamW optimizer = new AdamW(policy, manager, 0, 1.0)) {
      for (int iteration = 1; iteration <= settings.iterations(); iteration++) {
        double spent = Duration.between(start, clock.instant()).toNanos() / 1e9;
        if (spent > settings.limit().toNanos() / 1e9) {
          return iteration - 1;
        }
        double rate = settings.learningRate() * Math.min(1, iteration / 5.0);
        iterate(iteration, rate, optimizer, manager, random);
      }
    }
    return settings.iterations();
  }

  private void iterate(
      int iteration, double rate, AdamW optimizer, NDManager manager, SplittableRandom random) {
    List<List<Rollout>> groups =
        source.sample(settings.groups(), settings.groupSize(), random.split());
    Map<String, Double> metrics = RolloutMetrics.of(groups);
    List<Weighted> weighted = new ArrayList<>();
    for (List<Rollout> group : groups) {
      double[] advantages =
          advantages(
              group.stream().mapToDouble(Rollout::reward).toArray(), settings.scaleByDeviation());
      for (int i = 0; i < group.size(); i++) {
        // A group whose rewards are all equal teaches nothing.
        if (advantages[i] != 0 && group.get(i).sequence().trainedTokens() > 0) {
          weighted.add(new Weighted(group.get(i), advantages[i]));
        }
      }
    }
    metrics.put("learning_rate", rate);
    if (!weighted.isEmpty()) {
      weighted.sort((a, b) -> Integer.compare(a.length(), b.length()));
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        update(iteration, weighted, rate, optimizer, manager, metrics);
      }
    }
    log.step("grpo", iteration, metrics);
  }

  /** Rewards relative to their group: Â = (r - mean) / (deviation + floor), or without division. */
  static double[] advantages(double[] rewards, boolean scaleByDeviation) {
    double mean = 0;
    for (double r : rewards) {
      mean += r / rewards.length;
    }
    double variance = 0;
    for (double r : rewards) {
      variance += (r - mean) * (r - mean) / (rewards.length - 1);
    }
    double scale = scaleByDeviation ? 1 / (Math.sqrt(variance) + DEVIATION_FLOOR) : 1;
    double[] result = new double[rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      result[i] = variance < 1e-12 ? 0 : (rewards[i] - mean) * scale;
    }
    return result;
  }

  private record Weighted(Rollout rollout, double advantage) {
    int length() {
      return rollout.sequence().tokens().length;
    }

    int tokens() {
      return rollout.sequence().trainedTokens();
    }
  }

  private void update(
      int iteration,
      List<Weighted> weighted,
      double rate,
      AdamW optimizer,
      NDManager manager,
      Map<String, Double> metrics) {
    int tokens = weighted.stream().mapToInt(Weighted::tokens).sum();
    double loss = 0;
    double kl = 0;
    double entropy = 0;
    double clipped = 0;
    for (int from = 0; from < weighted.size(); from += settings.minibatch()) {
      List<Weighted> part =
          weighted.subList(from, Math.min(weighted.size(), from + settings.minibatch()));
      try (NDManager scratch = manager.newSubManager()) {
        Loss sums = backward(part, new Whole(weighted.size(), tokens), scratch);
        loss += sums.loss();
        kl += sums.kl();
        entropy += sums.entropy();
        clipped += sums.clipped();
      }
    }
    double norm = optimizer.step(rate);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new TrainingDiverged(iteration, loss, norm);
    }
    metrics.put("loss", loss);
    metrics.put("grad_norm", norm);
    metrics.put("entropy", entropy);
    metrics.put("clip_ratio/region_mean", clipped);
    if (reference.isPresent() && settings.beta() > 0) {
      metrics.put("kl", kl);
    }
  }

  /** Shares of a part in the means over all tokens of the iteration. */
  private record Loss(double loss, double kl, double entropy, double clipped) {}

  /** What the means of an iteration are over. */
  private record Whole(int rollouts, int tokens) {}

  private Loss backward(List<Weighted> part, Whole whole, NDManager scratch) {
    List<TokenSequence> sequences = part.stream().map(w -> w.rollout().sequence()).toList();
    int n = part.stream().mapToInt(Weighted::tokens).sum();
    float[] share = new float[n];
    float[] sampled = new float[n];
    float[] spread = new float[n];
    int at = 0;
    for (Weighted w : part) {
      double weight =
          settings.lossType() == LossType.GRPO
              ? 1.0 / whole.rollouts() / w.tokens()
              : 1.0 / whole.tokens();
      for (float logP : w.rollout().logProbabilities()) {
        share[at] = (float) weight;
        sampled[at] = logP;
        spread[at++] = (float) w.advantage();
      }
    }
    Optional<NDArray> referenceLogP =
        settings.beta() > 0
            ? reference.map(r -> LogProbabilities.of(r, sequences, scratch).ofTokens())
            : Optional.empty();
    NDArray advantage = scratch.create(spread);
    try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      LogProbabilities current = LogProbabilities.of(policy, sequences, scratch);
      NDArray ratio = current.ofTokens().sub(scratch.create(sampled)).exp();
      NDArray bounded =
          NDArrays.minimum(
              NDArrays.maximum(ratio, scratch.create((float) (1 - settings.clipLow()))),
              scratch.create((float) (1 + settings.clipHigh())));
      NDArray gain = NDArrays.minimum(ratio.mul(advantage), bounded.mul(advantage));
      NDArray loss = gain.neg();
      double kl = 0;
      if (referenceLogP.isPresent()) {
        // k3 of http://joschu.net/blog/kl-approx.html: never negative, low variance.
        NDArray gap = referenceLogP.get().sub(current.ofTokens());
        NDArray k3 = gap.exp().sub(gap).sub(1);
        kl = k3.sum().getFloat() / whole.tokens();
        loss = loss.add(k3.mul(scratch.create((float) settings.beta())));
      }
      // Factors are arrays that outlive the backward pass; see Decoder.queryScale.
      NDArray mean = loss.mul(scratch.create(share)).sum();
      gradients.backward(mean);
      double clipped = ratio.neq(bounded).toType(ratio.getDataType(), false).sum().getFloat();
      double entropy = current.entropy().getFloat() * n;
      return new Loss(mean.getFloat(), kl, entropy / whole.tokens(), clipped / whole.tokens());
    }
  }
}
