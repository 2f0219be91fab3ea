package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Safetensors.Tensor;

/**
 * What all trainers do around an update: count steps, keep the time, set the learning rate, log,
 * stop early, save checkpoints and go on from one.
 *
 * <p>Training goes in cycles: some data or rollouts, then one or more updates (steps) with them. A
 * checkpoint is saved between cycles, so that it needs to hold no rollouts.
 */
final class TrainingLoop implements AutoCloseable {
  /**
   * What a training is.
   *
   * @param name of the algorithm, as logged
   * @param steps updates in all
   * @param stepsInCycle updates with the same data or rollouts
   * @param extra weights that are trained with the policy's, and are no part of it
   */
  record Plan(String name, int steps, int stepsInCycle, SortedMap<String, NDArray> extra) {
    Plan(String name, int steps, int stepsInCycle) {
      this(name, steps, stepsInCycle, new TreeMap<>());
    }
  }

  private final Plan plan;
  private final Policy policy;
  private final TrainerSettings settings;
  private final InstantSource clock;
  private final MetricsLog log;
  private final Checkpoints checkpoints;
  private final NDManager manager;
  private final SortedMap<String, NDArray> weights;
  private final Updater updater;
  private final Schedule schedule;
  private final Instant start;
  private int step;
  private double rate;
  private int saved;
  private Optional<Double> best = Optional.empty();
  private int bestStep;

  TrainingLoop(
      Plan plan,
      Policy policy,
      TrainerSettings settings,
      InstantSource clock,
      MetricsLog log,
      Checkpoints checkpoints) {
    this.plan = plan;
    this.policy = policy;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
    this.checkpoints = checkpoints;
    this.schedule = new Schedule(settings, plan.steps());
    this.weights = new TreeMap<>(policy.trainable());
    this.weights.putAll(plan.extra());
    this.manager = policy.newManager();
    this.updater = new Updater(weights, manager, settings);
    Instant now = clock.instant();
    this.start =
        checkpoints.resumeFrom().map(from -> now.minus(resume(Checkpoint.load(from)))).orElse(now);
  }

  /** Whether another cycle begins. */
  boolean begins() {
    boolean over =
        step >= plan.steps()
            || checkpoints.stop().getAsBoolean()
            || settings.timeLimit().map(limit -> elapsed().compareTo(limit) > 0).orElse(false)
            || settings.earlyStoppingPatience().map(p -> step - bestStep >= p).orElse(false);
    if (step > saved && (over || step - saved >= checkpoints.saveSteps())) {
      checkpoints.folder().ifPresent(this::save);
    }
    return !over;
  }

  /** Updates made so far. */
  int steps() {
    return step;
  }

  /** Cycles made so far. */
  int cycle() {
    return step / plan.stepsInCycle();
  }

  /** For one cycle; the same whether training was interrupted or not. */
  SplittableRandom random() {
    SplittableRandom ofSeed = new SplittableRandom(settings.seed());
    return new SplittableRandom(ofSeed.nextLong() ^ 0x9E3779B97F4A7C15L * (cycle() + 1));
  }

  /** Whether the cycle has another update; if so, it is the one to make. */
  boolean nextStep() {
    boolean more = step < plan.steps();
    if (more) {
      step++;
      rate = schedule.rate(step, shareOfTime());
    }
    return more;
  }

  /** Makes the update of this step. */
  <T> void update(List<List<T>> parts, Updater.PartLoss<T> loss, Metrics metrics) {
    updater.update(step, rate, parts, loss, metrics);
  }

  private double shareOfTime() {
    return settings
        .timeLimit()
        .map(limit -> limit.isZero() ? 1 : seconds(elapsed()) / seconds(limit))
        .orElse(0.0);
  }

  /**
   * Ends the step.
   *
   * @throws IllegalArgumentException if early stopping looks at a metric that is not logged
   */
  void log(Metrics metrics) {
    metrics.put("learning_rate", rate);
    Map<String, Double> values = metrics.values();
    settings.earlyStoppingPatience().ifPresent(patience -> watch(values));
    log.step(plan.name(), step, values);
  }

  private void watch(Map<String, Double> values) {
    String name = settings.metricForBestModel();
    if (!values.containsKey(name) && !values.containsKey("loss")) {
      // A step without an update, for nothing could be learned from it.
      return;
    }
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException(
          "metric_for_best_model is `%s`; logged are %s"
              .formatted(name, String.join(", ", values.keySet())));
    }
    double value = values.get(name);
    boolean falls = name.endsWith("loss");
    if (best.map(b -> falls ? value < b : value > b).orElse(true)) {
      best = Optional.of(value);
      bestStep = step;
    }
  }

  /**
   * Refuses numbers that are none before they reach the weights.
   *
   * @throws TrainingDiverged naming the step that would be next
   */
  void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new TrainingDiverged(step + 1, what, value);
    }
  }

  private void save(Path folder) {
    SortedMap<String, Tensor> values = new TreeMap<>();
    weights.forEach((name, array) -> values.put(name, AdamW.tensor(array)));
    AdamW.State state = updater.optimizer().state();
    new Checkpoint(
            plan.name(),
            step,
            settings.seed(),
            elapsed(),
            best,
            bestStep,
            values,
            state.moments(),
            state.steps())
        .save(folder, policy);
    saved = step;
  }

  /** Takes everything over; the time that was spent is the answer. */
  private Duration resume(Checkpoint from) {
    new Problems()
        .require(
            from.algorithm().equals(plan.name()),
            "the checkpoint is one of `%s`; this is `%s`",
            from.algorithm(),
            plan.name())
        .require(
            from.seed() == settings.seed(),
            "the checkpoint's seed is %s, the settings' is %s",
            from.seed(),
            settings.seed())
        .orThrow();
    weights.forEach((name, array) -> AdamW.restore(array, name, from.weights()));
    updater.optimizer().restore(new AdamW.State(from.optimizerSteps(), from.moments()));
    step = from.step();
    saved = from.step();
    best = from.best();
    bestStep = from.bestStep();
    return from.elapsed();
  }

  private Duration elapsed() {
    return Duration.between(start, clock.instant());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  @Override
  public void close() {
    updater.close();
    manager.close();
  }
}
