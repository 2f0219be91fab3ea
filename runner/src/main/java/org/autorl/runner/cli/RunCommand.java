package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.autorl.records.AgentStack;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.gateway.Driver;
import org.autorl.runner.mirror.Mirrors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "Let agents work on tasks, grade them, and render the site.")
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Task file.")
  private Path file = Path.of("");

  @Option(names = "--task", split = ",", description = "Tasks; default: the embedded ones.")
  private List<String> tasks = List.of();

  @Option(names = "--level", description = "Only tasks of this level.")
  private Optional<Integer> level = Optional.empty();

  @Option(
      names = "--agent",
      description = "Agent by name, NAME@VERSION, or a folder with start.sh.")
  private List<String> agents = List.of("sft-grpo");

  @Option(names = "--seeds", split = ",", description = "Seeds; default: the suite's first.")
  private List<Long> seeds = List.of();

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws Exception {
    Instant now = Instant.now();
    options.say("reading " + file);
    Suite suite = TaskFileReader.find(System.getenv()).read(file);
    List<Task> chosen = Suites.choose(suite, tasks, level);
    Readiness.require(suite, chosen, file);
    List<AgentProgram> programs = new ArrayList<>();
    for (String name : agents) {
      programs.add(AgentsCommand.find(name));
    }
    Optional<Driver> driver = options.driver.find(chosen, System.getenv());
    AgentDrivers.require(programs, driver);
    Mirrors mirrors = options.mirrors.find(chosen, System.getenv());
    driver.ifPresent(found -> options.driver.checkRecording(found, chosen, each(suite)));
    options.checkPort();
    options.checkRuns(chosen);
    Machinery machinery = Machinery.find(options.sandbox, System.getenv());
    WorkerOptions.Chosen worker = options.worker.forMany(machinery, System.getenv());
    machinery.prepare(options::say);
    driver.ifPresent(found -> options.driver.warn(found, machinery, options::say));
    List<Long> each = each(suite);
    boolean all = true;
    for (AgentProgram agent : programs) {
      String stamp =
          DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC).format(now);
      RunFolder folder = new RunFolder(fresh(options.runs, stamp + "-" + agent.name()));
      RunRecord run =
          new RunRecord(
              folder.root().getFileName().toString(),
              suite.name(),
              suite.fingerprint(),
              suite.protocol(),
              new AgentStack(
                  agent.name(), agent.setup().version(), driver.map(Driver::name), "free"),
              chosen.stream().map(Task::id).toList(),
              each,
              machinery.sandbox().isolation(),
              ThisMachine.describe(),
              Version.TEXT,
              ThisMachine.commit(Suites.folder(file)),
              ThisMachine.dirty(Suites.folder(file)),
              now,
              Optional.of(worker.recorded()),
              Optional.of(file.getFileName().toString()));
      folder.write(run, suite);
      all &=
          new RunSession(
                  folder,
                  suite,
                  run,
                  agent,
                  Suites.folder(file),
                  machinery,
                  worker,
                  driver,
                  mirrors,
                  options)
              .run(Clock.systemUTC());
    }
    options.renderSite(machinery);
    return all ? 0 : 3;
  }

  private List<Long> each(Suite suite) {
    return seeds.isEmpty() ? suite.seeds().subList(0, 1) : seeds;
  }

  /** A folder that no other run has, also none that begins in the same moment. */
  private static Path fresh(Path runs, String name) throws IOException {
    Files.createDirectories(runs);
    for (int i = 1; ; i++) {
      try {
        return Files.createDirectory(runs.resolve(i == 1 ? name : name + "-" + i));
      } catch (FileAlreadyExistsException e) {
        // The next number.
      }
    }
  }
}
