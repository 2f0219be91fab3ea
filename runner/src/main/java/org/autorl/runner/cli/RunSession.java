package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Combined;
import org.autorl.records.InferenceWorker;
import org.autorl.records.Json;
import org.autorl.records.Outcome;
import org.autorl.records.PolicySource;
import org.autorl.records.RunRecord;
import org.autorl.records.Score;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.attempt.AttemptPlan;
import org.autorl.runner.attempt.AttemptRunner;
import org.autorl.runner.attempt.Baselines;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.hub.Store;

/** The attempts of one run, one after the other, and what is printed of them. */
record RunSession(
    RunFolder folder,
    Suite suite,
    RunRecord run,
    AgentProgram agent,
    Path taskFolder,
    Machinery machinery,
    WorkerOptions.Chosen worker,
    RunOptions options) {

  /** Whether nothing failed by our fault. */
  boolean run(Clock clock) throws IOException, InterruptedException {
    Grading grading = grading(taskFolder, machinery, worker);
    List<AttemptRecord> ended = new ArrayList<>();
    for (String id : run.tasks()) {
      Task task = suite.task(id).orElseThrow();
      for (long seed : run.seeds()) {
        ended.add(attempt(task, seed, grading, clock));
      }
    }
    print(ended);
    return ended.stream().allMatch(a -> !a.outcome().equals(Optional.of(Outcome.INFRASTRUCTURE)));
  }

  /** One for all attempts: a corpus is indexed once, a recording holds what all of them asked. */
  static Grading grading(Path taskFolder, Machinery machinery, WorkerOptions.Chosen worker) {
    return new Grading(
        taskFolder,
        worker.launcher(),
        machinery.programs(System.getenv()),
        Store.of(System.getenv()),
        JudgeOptions.find(System.getenv()),
        SearchOptions.find(System.getenv()));
  }

  /** One attempt, from its start to its end. */
  AttemptRecord attempt(Task task, long seed, Grading grading, Clock clock)
      throws IOException, InterruptedException {
    AttemptPlan plan =
        new AttemptPlan(
            task,
            suite.ties(),
            task.gates().stream().map(gate -> suite.task(gate.task()).orElseThrow()).toList(),
            suite.levelOf(task.id()).orElseThrow().number(),
            seed,
            agent,
            folder.attempt(task.id(), seed),
            basePolicy(task),
            folder.blobs(),
            grading,
            worker.recorded(),
            options.port);
    AttemptRunner runner =
        new AttemptRunner(
            plan,
            machinery.sandbox(),
            machinery.java(),
            new Baselines(folder.blobs().resolve("baselines"), grader(grading)),
            clock,
            options::say);
    Thread hook =
        new Thread(
            () -> {
              try {
                runner.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              options.say("interrupted; go on with `autorl resume " + folder.root() + "`");
            });
    Runtime.getRuntime().addShutdownHook(hook);
    AttemptRecord record = runner.run();
    Runtime.getRuntime().removeShutdownHook(hook);
    options.say(
        plan.label()
            + ": "
            + record.state()
            + record
                .sealed()
                .map(
                    s ->
                        String.format(
                            Locale.ROOT,
                            ", sealed %.1f, baseline %s",
                            s.value(),
                            number(record.sealedBaseline())))
                .orElse(": " + record.explanation()));
    return record;
  }

  private Path basePolicy(Task task) {
    Path folder =
        task.policy() instanceof PolicySource.HuggingFace hub
            ? Store.of(System.getenv()).folder(hub)
            : taskFolder.resolve(task.policy().name());
    return folder.toAbsolutePath().normalize();
  }

  /** Another worker is another grader: it may complete a prompt otherwise. */
  private String grader(Grading grading) {
    String completing =
        worker.recorded().equals(InferenceWorker.embedded())
            ? Version.GRADER
            : Version.GRADER + " " + Json.canonical(worker.recorded());
    return completing + grading.searching().map(search -> " " + search.what()).orElse("");
  }

  private void print(List<AttemptRecord> attempts) {
    if (options.json) {
      System.out.print(Json.pretty(Json.tree(attempts)));
      return;
    }
    System.out.printf(
        "%-16s %6s  %-18s %8s %9s %9s %8s%n",
        "task", "seed", "outcome", "sealed", "baseline", "better", "practice");
    for (AttemptRecord a : attempts) {
      System.out.printf(
          "%-16s %6d  %-18s %8s %9s %9s %8s%n",
          a.task(),
          a.seed(),
          a.state(),
          number(a.sealed()),
          number(a.sealedBaseline()),
          a.improvement().map(i -> String.format(Locale.ROOT, "%+.1f", i)).orElse("-"),
          number(a.practice()));
    }
    for (AttemptRecord a : attempts) {
      a.sealed()
          .filter(score -> score.unscored() > 0)
          .ifPresent(
              score ->
                  System.out.printf(
                      "%s, seed %d: the sealed score is of %s%n",
                      a.task(), a.seed(), score.over()));
    }
    if (run.tasks().size() > 1) {
      Combined.improvement(suite, run.tasks(), attempts)
          .ifPresent(
              value ->
                  System.out.printf(
                      Locale.ROOT,
                      "all tasks: %+.1f, %s%n",
                      value,
                      suite.combination().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
    System.out.println("run: " + folder.root());
  }

  private static String number(Optional<Score> score) {
    return score.map(s -> String.format(Locale.ROOT, "%.1f", s.value())).orElse("-");
  }
}
