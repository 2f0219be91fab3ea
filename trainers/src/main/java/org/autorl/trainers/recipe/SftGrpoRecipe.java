package org.autorl.trainers.recipe;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.trainers.algorithm.Checkpoints;
import org.autorl.trainers.algorithm.GrpoTrainer;
import org.autorl.trainers.algorithm.MetricsLog;
import org.autorl.trainers.algorithm.Options;
import org.autorl.trainers.algorithm.SftTrainer;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.Policy;

/**
 * The reference agent: imitate what the visible data shows, then improve by GRPO, submit after each
 * stage, and choose the submission that did best in practice.
 */
public final class SftGrpoRecipe {
  /** Charged seconds kept back for saving and submitting. */
  private static final double RESERVE = 12;

  /** The most in one backward pass; a matter of memory. */
  private static final int ROLLOUTS_OF_A_PASS = 64;

  private final Path data;
  private final Path base;
  private final Path output;
  private final Path workspace;
  private final long seed;
  private final GradingClient grading;
  private final InstantSource clock;
  private final PrintStream out;

  private SftGrpoRecipe(Map<String, String> environment, InstantSource clock, PrintStream out) {
    this.data = Path.of(need(environment, "DATA_PATH"));
    this.base = Path.of(need(environment, "MODEL_PATH"));
    this.output = Path.of(need(environment, "OUTPUT_DIR"));
    this.workspace = Path.of(need(environment, "WORKSPACE"));
    this.seed = Long.parseLong(environment.getOrDefault("AUTORL_SEED", "1"));
    this.grading = new GradingClient(need(environment, "GRADING_SERVER_URL"));
    this.clock = clock;
    this.out = out;
  }

  /**
   * The recipe as its workspace's variables describe it.
   *
   * @throws IllegalArgumentException naming the variable that is missing
   */
  public static SftGrpoRecipe inWorkspace(
      Map<String, String> environment, InstantSource clock, PrintStream out) {
    return new SftGrpoRecipe(environment, clock, out);
  }

  /** Trains, submits and chooses. */
  public void run() throws IOException, InterruptedException {
    Lesson lesson = lesson();
    List<GradingClient.Receipt> receipts = new ArrayList<>();
    double all = grading.remaining() - RESERVE;
    try (NDManager manager = NDManager.newBaseManager();
        Policy policy = Policy.load(base, manager);
        BufferedWriter metrics =
            Files.newBufferedWriter(workspace.resolve("metrics.jsonl"), CREATE)) {
      imitate(policy, lesson, all * lesson.imitationShare(), metrics);
      submit(policy, "v1").ifPresent(receipts::add);
      try (Policy reference = policy.frozenCopy(manager)) {
        double left = grading.remaining() - RESERVE;
        explore(policy, reference, lesson, 1, left * 0.55, metrics);
        submit(policy, "v2").ifPresent(receipts::add);
        explore(policy, reference, lesson, 2, grading.remaining() - RESERVE, metrics);
        submit(policy, "v3").ifPresent(receipts::add);
      }
    }
    choose(receipts);
  }

  private static final StandardOpenOption[] CREATE = {
    StandardOpenOption.CREATE, StandardOpenOption.APPEND
  };

  /** What there is to learn, by the files that lie there. */
  private Lesson lesson() throws IOException {
    if (Files.exists(data.resolve("games.jsonl"))) {
      return Games.of(lines("games.jsonl"), lines("demonstrations.jsonl"));
    }
    if (Files.exists(data.resolve("pairs.jsonl"))) {
      return Notes.of(lines("pairs.jsonl"), seed);
    }
    List<ObjectNode> questions = lines("train.jsonl");
    return questions.get(0).has("tests") ? new Programs(questions) : new WordProblems(questions);
  }

  private void imitate(Policy policy, Lesson lesson, double seconds, BufferedWriter metrics)
      throws IOException {
    SftTrainer.Settings settings =
        Options.change(
            SftTrainer.Settings.defaults(),
            Map.of("maxSteps", 2000, "seed", seed, "timeLimit", duration(seconds)));
    ObjectNode what = Json.object().put("learning_rate", settings.learningRate());
    record("sft", what.put("batch_size", settings.batchSize()), seconds);
    List<TokenSequence> shown = lesson.demonstrations(policy);
    out.printf("sft: %d demonstrations, at most %.0f s%n", shown.size(), seconds);
    new SftTrainer(policy, settings, clock, log(metrics)).train(shown, Checkpoints.none());
  }

  private void explore(
      Policy policy,
      Policy reference,
      Lesson lesson,
      int stage,
      double seconds,
      BufferedWriter metrics)
      throws IOException {
    if (seconds <= 0) {
      return;
    }
    GrpoTrainer.Settings settings = settings(lesson, seconds, seed + stage);
    ObjectNode what = Json.object();
    what.put("learning_rate", settings.learningRate())
        .put("num_generations", settings.numGenerations());
    what.put("prompts_per_iteration", lesson.groups()).put("beta", settings.beta());
    record("grpo-" + stage, what, seconds);
    out.printf("grpo: stage %d, at most %.0f s%n", stage, seconds);
    new GrpoTrainer(
            policy,
            settings.beta() > 0 ? Optional.of(reference) : Optional.empty(),
            lesson.rollouts(policy),
            settings,
            clock,
            log(metrics))
        .train(Checkpoints.none());
  }

  /** GRPO by the lesson; the rest stays at its defaults. */
  static GrpoTrainer.Settings settings(Lesson lesson, double seconds, long seed) {
    GrpoTrainer.Settings defaults = GrpoTrainer.Settings.defaults();
    int rollouts = lesson.groups() * defaults.numGenerations();
    int passes = (rollouts + ROLLOUTS_OF_A_PASS - 1) / ROLLOUTS_OF_A_PASS;
    return Options.change(
        defaults,
        Map.of(
            "learningRate",
            lesson.learningRate(),
            "beta",
            lesson.beta(),
            "perDeviceTrainBatchSize",
            rollouts / passes,
            "gradientAccumulationSteps",
            passes,
            "seed",
            seed,
            "timeLimit",
            duration(seconds)));
  }

  /** One that the API does not take is said to be so, and the training goes on. */
  private Optional<GradingClient.Receipt> submit(Policy policy, String name)
      throws IOException, InterruptedException {
    policy.save(output.resolve(name));
    try {
      GradingClient.Receipt receipt = grading.submit("output/" + name);
      out.printf(
          Locale.ROOT,
          "submitted %s: %s, baseline %s%n",
          name,
          receipt.score().map(SftGrpoRecipe::points).or(receipt::error).orElse("it was not scored"),
          receipt.baseline().map(SftGrpoRecipe::points).orElse("unknown"));
      return Optional.of(receipt);
    } catch (GradingRefused e) {
      out.printf("not submitted %s: %s%n", name, e.getMessage());
      return Optional.empty();
    } finally {
      out.flush();
    }
  }

  private static String points(double score) {
    return String.format(Locale.ROOT, "%.1f", score);
  }

  private void choose(List<GradingClient.Receipt> receipts)
      throws IOException, InterruptedException {
    Optional<GradingClient.Receipt> best = Optional.empty();
    for (GradingClient.Receipt receipt : receipts) {
      // Of equal scores the later: it has trained longer.
      if (receipt.score().isPresent()
          && receipt.score().get() >= best.flatMap(GradingClient.Receipt::score).orElse(-1.0)) {
        best = Optional.of(receipt);
      }
    }
    if (best.isPresent()) {
      grading.choose(best.get().number());
      out.printf("chose submission %d%n", best.get().number());
    }
  }

  /** Keeps what is done next as code, so that each stage is a revision. */
  private void record(String stage, ObjectNode what, double seconds) throws IOException {
    Path code = workspace.resolve("code");
    Files.createDirectories(code);
    what.put("stage", stage).put("algorithm", stage.startsWith("sft") ? "sft" : "grpo");
    what.put("seed", seed).put("seconds", Math.round(seconds));
    Files.writeString(code.resolve("recipe.json"), Json.pretty(what));
  }

  private MetricsLog log(BufferedWriter metrics) {
    return (algorithm, step, values) -> {
      ObjectNode line = Json.object().put("stage", algorithm).put("step", step);
      values.forEach(line::put);
      try {
        metrics.write(Json.canonical(line) + "\n");
        metrics.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (algorithm.equals("grpo") ? step % 5 == 0 : step % 20 == 0) {
        out.printf(
            Locale.ROOT,
            "%s: step %d, loss %.3f%s%n",
            algorithm,
            step,
            values.getOrDefault("loss", 0.0),
            values.containsKey("reward")
                ? String.format(Locale.ROOT, ", reward %.3f", values.get("reward"))
                : "");
        out.flush();
      }
    };
  }

  private List<ObjectNode> lines(String name) throws IOException {
    return Files.readAllLines(data.resolve(name)).stream().map(Json::readObject).toList();
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) (1000 * Math.max(0.001, seconds)));
  }

  private static String need(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the environment variable `" + name + "` is not set; a recipe runs in a workspace");
    }
    return value;
  }
}
