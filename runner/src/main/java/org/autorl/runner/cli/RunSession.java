package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Combined;
import org.autorl.records.DataSource;
import org.autorl.records.InferenceWorker;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Network;
import org.autorl.records.Outcome;
import org.autorl.records.PolicySource;
import org.autorl.records.RunRecord;
import org.autorl.records.Score;
import org.autorl.records.Split;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.attempt.AttemptPlan;
import org.autorl.runner.attempt.AttemptRunner;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.folder.RunLock;
import org.autorl.runner.gateway.Driver;
import org.autorl.runner.grading.GradeMemory;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.hub.Store;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.ledger.LedgerBroken;
import org.autorl.runner.mirror.Mirrors;

/** The attempts of one run, one after the other, and what is printed of them. */
record RunSession(
    RunFolder folder,
    Suite suite,
    RunRecord run,
    AgentProgram agent,
    Path taskFolder,
    Machinery machinery,
    WorkerOptions.Chosen worker,
    Optional<Driver> driver,
    Mirrors mirrors,
    RunOptions options) {

  /**
   * Whether nothing failed by our fault.
   *
   * @throws UserError if another runner is at work on the run, or a ledger is not what was written
   */
  boolean run(Clock clock) throws IOException, InterruptedException {
    try (RunLock lock = lock()) {
      return runAll(clock);
    } catch (LedgerBroken e) {
      throw new UserError(
          String.valueOf(e.getMessage()),
          "Nothing was changed. Bring the file back as it was, or begin a new run; `autorl verify "
              + folder.root()
              + "` tells more.");
    }
  }

  private RunLock lock() throws IOException {
    try {
      return RunLock.take(folder);
    } catch (RunLock.Taken e) {
      throw new UserError(
          String.valueOf(e.getMessage()),
          "Wait until it has ended, or end it; then `autorl resume` goes on.");
    } catch (FileSystemException e) {
      throw new UserError(
          "the run cannot be written: " + e.getMessage(),
          "A run is gone on with where it lies; copy it to a folder that you may write.");
    }
  }

  private boolean runAll(Clock clock) throws IOException, InterruptedException {
    Grading grading = grading(taskFolder, machinery, worker, options.gradingLimit());
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

  /**
   * One for all attempts: a corpus is indexed once, a recording holds what all of them asked.
   *
   * @param limit of grading one policy on one split
   */
  static Grading grading(
      Path taskFolder, Machinery machinery, WorkerOptions.Chosen worker, Duration limit) {
    return new Grading(
        taskFolder,
        worker.launcher(),
        machinery.programs(System.getenv()),
        Store.of(System.getenv()),
        JudgeOptions.find(System.getenv()),
        SearchOptions.find(System.getenv()),
        limit);
  }

  /** One attempt, from its start to its end; what the run has graded before is not graded again. */
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
            grading.remembering(new GradeMemory(folder.blobs().resolve("grades"), grader(grading))),
            worker.recorded(),
            options.port,
            driver,
            task.network() == Network.MIRRORED ? mirrors.without(tested()) : Mirrors.none());
    AttemptRunner runner =
        new AttemptRunner(plan, machinery.sandbox(), machinery.java(), clock, options::say);
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
    AttemptRecord record;
    try {
      record = runner.run();
    } finally {
      remove(hook);
    }
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

  /** Data sets of a hub that hold what some task of the suite asks. */
  private Set<String> tested() {
    return suite.tasks().stream()
        .flatMap(
            task -> Stream.of(task.data().visible(), task.data().practice(), task.data().sealed()))
        .map(Split::source)
        .filter(DataSource.HuggingFace.class::isInstance)
        .map(DataSource::name)
        .collect(Collectors.toSet());
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has its turn now.
    }
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

  private void print(List<AttemptRecord> attempts) throws IOException {
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
    for (AttemptRecord a : attempts) {
      System.out.printf("ledger of %s, seed %d: %s%n", a.task(), a.seed(), head(a));
    }
    System.out.println("run: " + folder.root());
  }

  /** The hash of a ledger's last line: who keeps it elsewhere can tell a forgery. */
  private String head(AttemptRecord attempt) throws IOException {
    List<LedgerEntry> ledger = Ledger.read(folder.attempt(attempt.task(), attempt.seed()).ledger());
    return ledger.get(ledger.size() - 1).hash();
  }

  private static String number(Optional<Score> score) {
    return score.map(s -> String.format(Locale.ROOT, "%.1f", s.value())).orElse("-");
  }
}
