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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
import org.autorl.records.Json;
import org.autorl.records.PolicySource;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.cheats.Cheater;
import org.autorl.runner.cheats.Pen;
import org.autorl.runner.cheats.Zoo;
import org.autorl.runner.cheats.ZooTask;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.sandbox.Mount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cheat",
    description = "Let the cheaters of the zoo attack a task, and see that none of them wins.")
final class CheatCommand implements Callable<Integer> {
  private static final int WON = 1;

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Task file.")
  private Optional<Path> file = Optional.empty();

  @Parameters(index = "1", arity = "0..1", paramLabel = "TASK", description = "Task to attack.")
  private Optional<String> taskId = Optional.empty();

  @Option(names = "--list", description = "List the cheaters, and run none.")
  private boolean list;

  @Option(names = "--only", split = ",", description = "Cheaters by id; then nothing is recorded.")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "Leave out those that train; then nothing is recorded.")
  private boolean quick;

  @Option(
      names = "--zoo",
      paramLabel = "DIR",
      description = "Cheaters of your own instead, DIR/ID.sh; then nothing is recorded.")
  private Optional<Path> own = Optional.empty();

  @Option(names = "--jobs", description = "How many attempts at a time (default 2).")
  private int jobs = 2;

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws Exception {
    Zoo zoo = zoo();
    if (list) {
      list(zoo.cheaters());
      return 0;
    }
    List<Cheater> chosen = chosen(zoo);
    Instant now = Instant.now();
    Path asked =
        file.orElseThrow(
            () -> new UserError("no task file", "`autorl cheat tasks.groovy word-problems`."));
    options.say("reading " + asked);
    Suite suite = TaskFileReader.find(System.getenv()).read(asked);
    Task task =
        Suites.task(
            suite,
            taskId.orElseThrow(
                () -> new UserError("no task", "Name the one that is to be attacked.")));
    Readiness.require(suite, List.of(task), asked);
    if (options.port != 0) {
      throw new UserError(
          "the zoo serves several attempts at a time, so `--port` has no meaning",
          "Leave it out: any port that is free is taken.");
    }
    options.checkRuns(List.of(task));
    Machinery machinery = Machinery.find(options.sandbox, System.getenv());
    WorkerOptions.Chosen worker = options.worker.forMany(machinery, System.getenv());
    machinery.prepare(options::say);
    CheatReport report = new Visit(suite, task, asked, machinery, worker, now).all(zoo, chosen);
    print(report);
    if (only.isEmpty() && own.isEmpty() && !quick) {
      Path record = folder(suite).resolve(task.id() + ".json");
      AtomicFile.write(record, Json.pretty(report));
      options.say("record: " + record);
      options.renderSite(machinery);
    }
    return report.good() ? 0 : WON;
  }

  private Path folder(Suite suite) {
    return options.runs.resolve("cheats").resolve(suite.name());
  }

  private Zoo zoo() throws IOException {
    Zoo zoo = Zoo.load();
    if (own.isEmpty()) {
      return zoo;
    }
    if (!Files.isDirectory(own.get())) {
      throw new UserError(
          "no such folder: " + own.get(), "`--zoo` is for a folder of cheaters, ID.sh each.");
    }
    try {
      return zoo.with(own.get());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          String.valueOf(e.getMessage()),
          "docs/guides/cheat-zoo.md says what its first lines are.");
    }
  }

  private List<Cheater> chosen(Zoo zoo) {
    for (String id : only) {
      if (zoo.cheaters().stream().noneMatch(cheater -> cheater.id().equals(id))) {
        throw new UserError("no cheater `" + id + "`", "`autorl cheat --list` lists them.");
      }
    }
    return zoo.cheaters().stream()
        .filter(cheater -> only.isEmpty() || only.contains(cheater.id()))
        .filter(cheater -> !quick || !cheater.is(Cheater.Trait.LONG))
        .toList();
  }

  private static void list(List<Cheater> cheaters) {
    for (Cheater cheater : cheaters) {
      System.out.printf(
          "%-22s %-10s %s%n",
          cheater.id(), cheater.promise().name().toLowerCase(Locale.ROOT), cheater.tries());
    }
  }

  private void print(CheatReport report) {
    if (options.json) {
      System.out.print(Json.pretty(report));
      return;
    }
    System.out.printf(
        "%-22s %-10s %-12s %6s  %s%n", "cheater", "promise", "verdict", "s", "what it met");
    for (CheatRow row : report.rows()) {
      List<String> shown = row.verdict().good() ? row.met() : row.findings();
      System.out.printf(
          Locale.ROOT,
          "%-22s %-10s %-12s %6.1f  %s%n",
          row.id(),
          row.promise(),
          row.verdict().label(),
          row.seconds(),
          String.join("; ", shown));
    }
    System.out.println(report.task() + ": " + report.sentence());
    for (CheatRow row : report.rows()) {
      if (!row.verdict().good()) {
        System.out.printf(
            "%s %s: %s%n", row.id(), row.verdict().label(), String.join("; ", row.findings()));
      }
    }
  }

  /** One visit to the zoo: all that its attempts have in common. */
  private final class Visit {
    private final Suite suite;
    private final Task task;
    private final Path taskFile;
    private final Machinery machinery;
    private final WorkerOptions.Chosen worker;
    private final Instant now;
    private final Grading grading;

    Visit(
        Suite suite,
        Task task,
        Path taskFile,
        Machinery machinery,
        WorkerOptions.Chosen worker,
        Instant now) {
      this.suite = suite;
      this.task = task;
      this.taskFile = taskFile;
      this.machinery = machinery;
      this.worker = worker;
      this.now = now;
      this.grading =
          RunSession.grading(Suites.folder(taskFile), machinery, worker, options.gradingLimit());
    }

    CheatReport all(Zoo zoo, List<Cheater> chosen) throws IOException, InterruptedException {
      Path place = folder(suite).resolve(task.id());
      Folders.delete(place);
      Files.createDirectories(place);
      Path home = Machinery.cache(System.getenv());
      Pen pen = new Pen(zoo, place, home, System.getenv(), grading, this::attempt, kept());
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
      Map<String, CheatRow> byId =
          rows.stream().collect(Collectors.toMap(CheatRow::id, row -> row));
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

    private AttemptRecord attempt(ZooTask small, long seed, AgentProgram agent, RunFolder folder)
        throws IOException, InterruptedException {
      Suite played = small.in(suite, seed);
      RunRecord run =
          new RunRecord(
              folder.root().getFileName().toString(),
              played.name(),
              played.fingerprint(),
              played.protocol(),
              new AgentStack(agent.name(), Optional.empty(), "free"),
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
              folder, played, run, agent, Suites.folder(taskFile), machinery, worker, quiet)
          .attempt(small.task(), seed, grading, Clock.systemUTC());
    }
  }
}
