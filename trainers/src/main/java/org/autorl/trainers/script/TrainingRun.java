package org.autorl.trainers.script;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autorl.records.Json;
import org.autorl.trainers.algorithm.Checkpoint;
import org.autorl.trainers.algorithm.Checkpoints;
import org.autorl.trainers.algorithm.TrainerSettings;
import org.autorl.trainers.policy.Policy;

/**
 * A training from folder to folder: what {@code autorl train ALGORITHM} does.
 *
 * @param model policy folder to begin with
 * @param data file of JSON lines
 * @param rewards as typed, see {@link RewardLoader#load}
 * @param out folder that gets the policy, {@code metrics.jsonl} and {@code training_args.json}
 * @param options by {@code camelCase} names, already checked
 * @param workspace folder that gets the metrics too
 * @param resume whether to go on from the last checkpoint in {@code out}
 */
public record TrainingRun(
    Algorithm algorithm,
    Path model,
    Path data,
    List<String> rewards,
    Path out,
    Map<String, String> options,
    Optional<Path> workspace,
    boolean resume) {
  private static final String ARGUMENTS = "training_args.json";
  private static final int NEVER = Integer.MAX_VALUE;

  public TrainingRun {
    rewards = List.copyOf(rewards);
    options = Map.copyOf(options);
  }

  /** What came of it; the policy lies in {@code policy}. */
  public record Summary(Path policy, Training.Trained trained, Duration time) {
    /** For programs: one object. */
    public String toJson() {
      ObjectNode object = Json.object();
      object.put("algorithm", trained.algorithm()).put("steps", trained.steps());
      object.put("policy", policy.toString()).put("seconds", time.toMillis() / 1000.0);
      object.set("metrics", Json.tree(new TreeMap<>(trained.metrics())));
      return Json.pretty(object);
    }
  }

  /**
   * Trains.
   *
   * @throws Mistake with what is wrong with data, rewards, model or out
   * @throws Interruption.Interrupted if that was asked; a checkpoint is in {@code out}
   */
  public Summary run(InstantSource clock, Progress progress, Interruption interruption)
      throws IOException {
    Instant start = clock.instant();
    List<Record> settings = algorithm.commandLine().bind(options, Spelling.COMMAND_LINE);
    Optional<Path> from = checkpoint();
    Inputs inputs = inputs();
    Training.check(algorithm, inputs.data(), inputs.rewards(), Spelling.COMMAND_LINE);
    try (NDManager manager = NDManager.newBaseManager();
        Policy policy = Workbench.load(model, manager)) {
      folderOptions(settings).lora(seed(settings)).ifPresent(policy::adapt);
      Files.createDirectories(out);
      Files.writeString(out.resolve(ARGUMENTS), arguments(inputs.rewards(), settings));
      MetricsFile.keep(out, from.map(PolicyFiles::stepOf).orElse(0));
      from.ifPresent(path -> progress.say("going on from " + path.getFileName()));
      List<Path> folders = new ArrayList<>(List.of(out));
      workspace.ifPresent(folders::add);
      try (MetricsFile metrics = new MetricsFile(folders)) {
        Training training = new Training(clock, metrics, progress, interruption);
        Training.Request request =
            new Training.Request(
                algorithm,
                policy,
                inputs.data(),
                inputs.rewards(),
                settings,
                checkpoints(settings, from, interruption));
        Training.Trained trained = training.run(request);
        PolicyFiles.save(policy, out);
        PolicyFiles.deleteCheckpoints(out);
        return new Summary(out, trained, Duration.between(start, clock.instant()));
      }
    } catch (Interruption.Interrupted e) {
      throw new Interruption.Interrupted(
          e.getMessage() + "; the same command with `--resume` goes on");
    }
  }

  private Checkpoints checkpoints(
      List<Record> settings, Optional<Path> from, Interruption interruption) {
    int every = folderOptions(settings).saveSteps().orElse(NEVER);
    return new Checkpoints(Optional.of(out), every, from, interruption::isAsked);
  }

  private static FolderOptions folderOptions(List<Record> settings) {
    return (FolderOptions) settings.get(settings.size() - 1);
  }

  private static long seed(List<Record> settings) {
    return settings.get(0) instanceof TrainerSettings common ? common.seed() : 0;
  }

  private record Inputs(TrainingData data, Rewards rewards) {}

  /** Reads both, so that the mistakes of both are told. */
  private Inputs inputs() throws IOException {
    List<Mistake.Problem> problems = new ArrayList<>();
    Optional<TrainingData> lines = Optional.empty();
    Optional<Rewards> loaded = Optional.empty();
    try {
      lines = Optional.of(TrainingData.read(data));
    } catch (Mistake e) {
      problems.addAll(e.problems());
    }
    try {
      loaded = Optional.of(RewardLoader.load(rewards));
    } catch (Mistake e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new Mistake(problems, Optional.empty());
    }
    return new Inputs(lines.orElseThrow(), loaded.orElseThrow());
  }

  /** What to go on from, if that is asked and there is something. */
  private Optional<Path> checkpoint() throws IOException {
    if (PolicyFiles.isPolicy(out)) {
      throw Mistake.of(
          "`%s` holds a policy already".formatted(out),
          resume ? "Its training is over; nothing is left to resume." : "Choose another `--out`.");
    }
    Optional<Path> last = Checkpoint.latest(out);
    if (last.isPresent() && !resume) {
      throw Mistake.of(
          "`%s` holds a checkpoint of a training that was not finished".formatted(out),
          "Go on with `--resume`, or choose another `--out`.");
    }
    return last;
  }

  private String arguments(Rewards loaded, List<Record> settings) {
    ObjectNode all = SettingsBinder.written(settings);
    all.put("algorithm", algorithm.name());
    all.put("model", model.toString()).put("data", data.toString());
    ArrayNode list = all.putArray("rewards");
    for (Rewards.Weighted reward : loaded.all()) {
      list.addObject()
          .put("name", reward.name())
          .put("weight", reward.weight())
          .put("source", reward.source());
    }
    return Json.pretty(all);
  }
}
