package org.autorl.trainers.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.autorl.trainers.algorithm.Checkpoints;
import org.autorl.trainers.algorithm.TrainerSettings;
import org.autorl.trainers.algorithm.TrainingDiverged;
import org.autorl.trainers.policy.Policy;

/** Carries out one training: checks what it gets, keeps its metrics, stops when asked. */
public final class Training {
  /**
   * What to train with what.
   *
   * @param settings bound from the algorithm's options
   */
  public record Request(
      Algorithm algorithm,
      Policy policy,
      TrainingData data,
      Rewards rewards,
      List<Record> settings,
      Checkpoints checkpoints) {
    public Request {
      settings = List.copyOf(settings);
    }

    /** How many updates these settings ask for at most. */
    int steps() {
      return SettingsBinder.whole(settings, "maxSteps").orElseGet(this::stepsOfEpochs);
    }

    private int stepsOfEpochs() {
      double epochs =
          SettingsBinder.value(settings, "numTrainEpochs").map(v -> (Double) v).orElse(1.0);
      int batch =
          settings.stream()
              .filter(TrainerSettings.class::isInstance)
              .mapToInt(own -> ((TrainerSettings) own).batchSize())
              .findFirst()
              .orElse(1);
      return (int) Math.max(1, Math.ceil(data.rows().size() * epochs / batch));
    }
  }

  /**
   * What came of it.
   *
   * @param steps updates made, those before a resumption too
   * @param metrics of the last update, with TRL's keys
   */
  public record Trained(String algorithm, int steps, Map<String, Double> metrics) {}

  private final InstantSource clock;
  private final MetricsFile metrics;
  private final Progress progress;
  private final Interruption interruption;

  /** A way to train. */
  public Training(
      InstantSource clock, MetricsFile metrics, Progress progress, Interruption interruption) {
    this.clock = clock;
    this.metrics = metrics;
    this.progress = progress;
    this.interruption = interruption;
  }

  /**
   * Refuses what the algorithm cannot use, before anything is loaded that takes long.
   *
   * @throws Mistake with what it needs
   */
  static void check(Algorithm algorithm, TrainingData data, Rewards rewards, Spelling spelling) {
    data.check(algorithm.format(), algorithm.name());
    String option = spelling.of("reward");
    if (!algorithm.rewarded() && !rewards.all().isEmpty()) {
      throw Mistake.of(
          "`%s` was given `%s`, which it does not use".formatted(algorithm.name(), option),
          "Leave it out; it learns from the data alone.");
    }
    boolean games = data.rows().stream().allMatch(row -> DataFormat.isGame(row.item()));
    if (algorithm.rewarded() && rewards.all().isEmpty() && !games) {
      throw Mistake.of(
          "`%s` needs `%s`".formatted(algorithm.name(), option),
          "A reward is a closure or a script: `{ prompt, completion, item -> ... }`.");
    }
    boolean prompts = data.rows().stream().allMatch(row -> row.item().containsKey("prompt"));
    if (algorithm.rewarded() && !rewards.all().isEmpty() && !prompts) {
      throw Mistake.of(
          "%s holds games, which their own world rates".formatted(data.source()),
          "Leave `%s` out.".formatted(option));
    }
  }

  /**
   * Trains the request's policy in place.
   *
   * @throws Mistake if data, reward or settings do not do, or if training diverged
   * @throws Interruption.Interrupted if that was asked
   */
  public Trained run(Request request) throws IOException {
    String name = request.algorithm().name();
    Map<String, Double> last = new TreeMap<>();
    int steps = request.steps();
    progress.begin(name, steps);
    try (Job job =
        new Job(
            request,
            clock,
            (algorithm, step, values) -> {
              last.clear();
              last.putAll(values);
              log(name, step, values);
            })) {
      int made = request.algorithm().body().train(job);
      if (interruption.isAsked() && made < steps) {
        throw new Interruption.Interrupted(
            made == 0 ? "interrupted before the first step" : "interrupted after step " + made);
      }
      return new Trained(name, made, Collections.unmodifiableMap(last));
    } catch (TrainingDiverged e) {
      throw Mistake.of(String.valueOf(e.getMessage()), "Lower the learning rate.");
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      progress.end();
    }
  }

  private void log(String algorithm, int step, Map<String, Double> values) {
    try {
      metrics.write(algorithm, step, values);
      progress.step(step, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
