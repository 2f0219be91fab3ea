package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.autorl.records.AgentStack;
import org.autorl.records.AttemptRecord;
import org.autorl.records.CheatReport;
import org.autorl.records.CheatRow;
import org.autorl.records.PolicySource;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.cheats.Cheater;
import org.autorl.runner.cheats.Pen;
import org.autorl.runner.cheats.Zoo;
import org.autorl.runner.cheats.ZooTask;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.mirror.Mirrors;
import org.autorl.runner.sandbox.Mount;

/**
 * One visit to the zoo: all that its attempts have in common.
 *
 * @param place folder of their run folders; what lies there from before is deleted
 * @param now when it began
 */
record ZooVisit(
    Suite suite,
    Task task,
    Path taskFile,
    Path place,
    Machinery machinery,
    WorkerOptions.Chosen worker,
    RunOptions options,
    Instant now) {
  /** Lets all of them loose, so many at a time. */
  CheatReport all(Zoo zoo, List<Cheater> chosen, int jobs)
      throws IOException, InterruptedException {
    Folders.delete(place);
    Files.createDirectories(place);
    Path home = Machinery.cache(System.getenv());
    Grading grading =
        RunSession.grading(Suites.folder(taskFile), machinery, worker, options.gradingLimit());
    Pen pen = new Pen(zoo, place, home, System.getenv(), grading, attempts(grading), kept());
    Set<Cheater> first = first(chosen);
    List<CheatRow> rows = new ArrayList<>();
    rows.addAll(watch(pen, chosen, first::contains, 1));
    rows.addAll(watch(pen, chosen, c -> !first.contains(c) && !alone(c), jobs));
    rows.addAll(watch(pen, chosen, c -> !first.contains(c) && alone(c), 1));
    ZooTask small = ZooTask.of(task, Optional.empty());
    return new CheatReport(
        suite.name(),
        task.id(),
        task.fingerprint(),
        small.task().fingerprint(),
        small.changes(),
        Version.TEXT,
        machinery.sandbox().isolation(),
        ThisMachine.describe(),
        now,
        inOrder(rows, chosen));
  }

  private static boolean alone(Cheater cheater) {
    return cheater.is(Cheater.Trait.ALONE);
  }

  /**
   * The honest, for they show that the platform works, and one of each budget: it grades the base
   * policy, and the others find that grade.
   */
  private static Set<Cheater> first(List<Cheater> chosen) {
    Set<Cheater> first = new LinkedHashSet<>();
    Set<Optional<Duration>> budgets = new HashSet<>();
    for (Cheater cheater : chosen) {
      if (budgets.add(cheater.wallClock()) || cheater.is(Cheater.Trait.HONEST)) {
        first.add(cheater);
      }
    }
    return first;
  }

  /** Side by side, so many at a time. */
  private List<CheatRow> watch(Pen pen, List<Cheater> all, Predicate<Cheater> who, int atOnce)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, atOnce));
    try {
      List<Future<CheatRow>> running = new ArrayList<>();
      for (Cheater cheater : all.stream().filter(who).toList()) {
        running.add(
            threads.submit(
                () -> {
                  CheatRow row = pen.watch(cheater, ZooTask.of(task, cheater.wallClock()));
                  options.say("%s: %s".formatted(row.id(), row.verdict().label()));
                  return row;
                }));
      }
      List<CheatRow> rows = new ArrayList<>();
      for (Future<CheatRow> row : running) {
        rows.add(row.get());
      }
      return rows;
    } catch (ExecutionException e) {
      throw new IOException("the zoo itself failed: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<CheatRow> inOrder(List<CheatRow> rows, List<Cheater> order) {
    Map<String, CheatRow> byId = rows.stream().collect(Collectors.toMap(CheatRow::id, row -> row));
    return order.stream()
        .flatMap(cheater -> Optional.ofNullable(byId.get(cheater.id())).stream())
        .toList();
  }

  /** What sandboxes of all attempts read, and no attempt may change. */
  private List<Path> kept() {
    List<Path> kept = new ArrayList<>();
    machinery.java().mounts().stream().map(Mount::host).forEach(kept::add);
    kept.add(Suites.folder(taskFile).resolve(task.prompt()));
    if (task.policy() instanceof PolicySource.Folder folder) {
      kept.add(Suites.folder(taskFile).resolve(folder.path()));
    }
    return kept;
  }

  private Pen.Attempts attempts(Grading grading) {
    return (small, seed, agent, run) -> attempt(small, seed, agent, run, grading);
  }

  private AttemptRecord attempt(
      ZooTask small, long seed, AgentProgram agent, RunFolder folder, Grading grading)
      throws IOException, InterruptedException {
    Suite played = small.in(suite, seed);
    RunRecord run =
        new RunRecord(
            folder.root().getFileName().toString(),
            played.name(),
            played.fingerprint(),
            played.protocol(),
            new AgentStack(agent.name(), Optional.empty(), Optional.empty(), "free"),
            List.of(task.id()),
            List.of(seed),
            machinery.sandbox().isolation(),
            ThisMachine.describe(),
            Version.TEXT,
            Optional.empty(),
            false,
            now,
            Optional.of(worker.recorded()),
            Optional.empty());
    folder.write(run, played);
    RunOptions quiet = options.quietly();
    return new RunSession(
            folder,
            played,
            run,
            agent,
            Suites.folder(taskFile),
            machinery,
            worker,
            Optional.empty(),
            Mirrors.none(),
            quiet)
        .attempt(small.task(), seed, grading, Clock.systemUTC());
  }
}
