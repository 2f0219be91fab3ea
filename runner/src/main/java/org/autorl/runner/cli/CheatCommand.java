package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.autorl.records.CheatReport;
import org.autorl.records.CheatRow;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.cheats.Cheater;
import org.autorl.runner.cheats.Zoo;
import org.autorl.runner.folder.AtomicFile;
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
    CheatReport report = visit(suite, task, asked, now).all(zoo, chosen, jobs);
    print(report);
    if (only.isEmpty() && own.isEmpty() && !quick) {
      Path record = folder(suite).resolve(task.id() + ".json");
      AtomicFile.write(record, Json.pretty(report));
      options.say("record: " + record);
      options.renderSite(Machinery.find(options.sandbox, System.getenv()));
    }
    return report.good() ? 0 : WON;
  }

  private ZooVisit visit(Suite suite, Task task, Path asked, Instant now)
      throws IOException, InterruptedException {
    Machinery machinery = Machinery.find(options.sandbox, System.getenv());
    WorkerOptions.Chosen worker = options.worker.forMany(machinery, System.getenv());
    machinery.prepare(options::say);
    Path place = folder(suite).resolve(task.id());
    return new ZooVisit(suite, task, asked, place, machinery, worker, options, now);
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
}
