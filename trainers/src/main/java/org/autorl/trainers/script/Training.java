package org.autorl.trainers.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autorl.trainers.algorithm.TrainingDiverged;
import org.autorl.trainers.policy.Policy;

/** Carries out one training: checks what it gets, keeps its metrics, stops when asked. */
public final class Training {
  /** What to train with what; settings are bound from the algorithm's defaults. */
  public record Request(
      Algorithm algorithm,
      Policy policy,
      TrainingData data,
      Rewards rewards,
      List<Record> settings) {
    public Request {
      settings = List.copyOf(settings);
    }
  }

  /**
   * What came of it.
   *
   * @param steps updates made, those before a resumption too
   * @param metrics of the last update, with TRL's keys
   */
  public record Trained(String algorithm, int steps, Map<String, Double> metrics) {}

  private static final String MAX_STEPS = "maxSteps";

  private final InstantSource clock;
  private final MetricsFile metrics;
  private final Progress progress;
  private final Interruption interruption;
  private final Optional<Path> checkpoints;

  /**
   * A way to train.
   *
   * @param checkpoints folder for checkpoints; without one none is made
   */
  public Training(
      InstantSource clock,
      MetricsFile metrics,
      Progress progress,
      Interruption interruption,
      Optional<Path> checkpoints) {
    this.clock = clock;
    this.metrics = metrics;
    this.progress = progress;
    this.interruption = interruption;
    this.checkpoints = checkpoints;
  }

  /** How many updates these options ask for at most. */
  static int maxSteps(List<Record> settings) {
    return SettingsBinder.value(settings, MAX_STEPS)
        .map(value -> (Integer) value)
        .orElseThrow(() -> new IllegalStateException("no option " + MAX_STEPS));
  }

  /** The options of a training that goes on: fewer steps, and other draws than before. */
  static Map<String, Object> rest(Map<String, ?> options, List<Record> settings, int done) {
    Map<String, Object> rest = new LinkedHashMap<>(options);
    rest.put(MAX_STEPS, maxSteps(settings) - done);
    SettingsBinder.value(settings, "seed").ifPresent(seed -> rest.put("seed", (Long) seed + done));
    return rest;
  }

  /**
   * Refuses what the algorithm cannot use, before anything is loaded that takes long.
   *
   * @throws Mistake with what it needs
   */
  static void check(Algorithm algorithm, TrainingData data, Rewards rewards, Spelling spelling) {
    data.check(algorithm.format(), algorithm.name());
    long games = data.rows().stream().filter(row -> DataFormat.isGame(row.item())).count();
    if (algorithm.rewarded() && games > 0 && games < data.rows().size()) {
      throw Mistake.of(
          "%s mixes games and prompts".formatted(data.source()), "Train on one after the other.");
    }
    String option = spelling.of("reward");
    boolean needed = algorithm.rewarded() && games == 0;
    if (needed && rewards.all().isEmpty()) {
      throw Mistake.of(
          "`%s` needs `%s`".formatted(algorithm.name(), option),
          "A reward is a closure or a script: `{ prompt, completion, item -> ... }`.");
    }
    if (!needed && !rewards.all().isEmpty()) {
      throw Mistake.of(
          "`%s` was given `%s`, which it does not use".formatted(algorithm.name(), option),
          algorithm.rewarded()
              ? "Games are rated by their own world; leave it out."
              : "Leave it out; it learns from the data alone.");
    }
  }

  /**
   * Trains the request's policy in place.
   *
   * @param done updates that were made before, if training goes on
   * @throws Mistake if data, reward or settings do not do, or if training diverged
   * @throws Interruption.Interrupted if that was asked
   */
  public Trained run(Request request, int done) throws IOException {
    String name = request.algorithm().name();
    Map<String, Double> last = new TreeMap<>();
    int all = maxSteps(request.settings()) + done;
    int[] steps = {done};
    progress.begin(name, all);
    try (Job job =
        new Job(
            request,
            clock,
            (algorithm, step, values) -> {
              steps[0] = step + done;
              last.clear();
              last.putAll(values);
              afterStep(request, steps[0], values);
            })) {
      int made = request.algorithm().body().train(job);
      return new Trained(name, made + done, Map.copyOf(last));
    } catch (TrainingDiverged e) {
      throw Mistake.of(
          String.valueOf(e.getMessage()), "Lower the learning rate; nothing was saved after it.");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      progress.end();
    }
  }

  private void afterStep(Request request, int step, Map<String, Double> values) {
    try {
      metrics.write(request.algorithm().name(), step, values);
      progress.step(step, values);
      Optional<Integer> every = runOptions(request).saveSteps();
      if (interruption.isAsked()) {
        if (checkpoints.isPresent()) {
          checkpoint(request.policy(), checkpoints.get(), step);
        }
        throw new Interruption.Interrupted("interrupted after step " + step);
      }
      if (checkpoints.isPresent() && every.isPresent() && step % every.get() == 0) {
        checkpoint(request.policy(), checkpoints.get(), step);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkpoint(Policy policy, Path folder, int step) throws IOException {
    PolicyFiles.save(policy, PolicyFiles.checkpoint(folder, step));
    PolicyFiles.deleteCheckpoints(folder, Optional.of(step));
  }

  private static RunOptions runOptions(Request request) {
    return request.settings().stream()
        .filter(RunOptions.class::isInstance)
        .map(RunOptions.class::cast)
        .findFirst()
        .orElse(RunOptions.defaults());
  }
}
