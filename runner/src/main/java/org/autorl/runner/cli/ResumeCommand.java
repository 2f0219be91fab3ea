package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.autorl.records.AgentStack;
import org.autorl.records.InferenceWorker;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.agent.Agents;
import org.autorl.runner.agent.Clis;
import org.autorl.runner.agent.NoAgent;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.gateway.Driver;
import org.autorl.runner.mirror.Mirrors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Go on with a run that was interrupted.")
final class ResumeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Run folder.")
  private Path folder = Path.of("");

  @Option(names = "--tasks", description = "Folder of the task file (default: here).")
  private Path taskFolder = Path.of("");

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws Exception {
    RunFolder run = NamedRun.at(folder);
    RunRecord record = run.run();
    Suite suite = suite(run, record);
    Path file = taskFolder.resolve(record.taskFile().orElse("tasks.groovy"));
    unchanged(record, file);
    List<Task> tasks = record.tasks().stream().flatMap(id -> suite.task(id).stream()).toList();
    Readiness.require(suite, tasks, file);
    AgentProgram agent = agent(record.agent());
    options.runs = folder.toAbsolutePath().normalize().resolveSibling("").normalize();
    Machinery machinery =
        Machinery.find(
            record.isolation() == org.autorl.records.Isolation.UNISOLATED
                ? "none"
                : options.sandbox,
            System.getenv());
    Optional<Driver> driver = options.driver.again(record.agent().driver(), tasks, System.getenv());
    Mirrors mirrors = options.mirrors.find(tasks, System.getenv());
    options.checkPort();
    WorkerOptions.Chosen worker =
        options.worker.forMore(
            record.worker().orElse(InferenceWorker.embedded()), machinery, System.getenv());
    machinery.prepare(options::say);
    boolean well =
        new RunSession(
                run,
                suite,
                record,
                agent,
                taskFolder.toAbsolutePath(),
                machinery,
                worker,
                driver,
                mirrors,
                options)
            .run(Clock.systemUTC());
    options.renderSite(machinery);
    return well ? 0 : 3;
  }

  /** The same again: of a command-line agent also the same version. */
  private static AgentProgram agent(AgentStack stack) throws IOException {
    boolean unknown = Clis.named(stack.scaffold()).isEmpty();
    String version = stack.version().filter(v -> !unknown).map(v -> "@" + v).orElse("");
    try {
      return Agents.of(System.getenv()).find(stack.scaffold() + version);
    } catch (NoAgent e) {
      throw new UserError(
          "the run's agent `%s` is not here%s"
              .formatted(stack.scaffold(), unknown ? "" : ": " + e.getMessage()),
          unknown ? "Resume where the agent's folder is." : e.hint());
    }
  }

  private static Suite suite(RunFolder run, RunRecord record) throws IOException {
    Suite suite = run.suite();
    if (!suite.fingerprint().equals(record.suiteFingerprint())) {
      throw new UserError(
          run.suiteJson() + " is not the suite that the run began with",
          "Bring the file back as it was, or begin a new run.");
    }
    return suite;
  }

  /** One run is of one suite: a file that says something else now is not gone on with. */
  private void unchanged(RunRecord record, Path file) throws IOException, InterruptedException {
    if (record.taskFile().isEmpty()) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "the run's task file is not here: " + file, "Name its folder with `--tasks`.");
    }
    String now = TaskFileReader.find(System.getenv()).read(file).fingerprint();
    if (!now.equals(record.suiteFingerprint())) {
      throw new UserError(
          "%s has changed since the run began\n  then  %s\n  now   %s"
              .formatted(file, record.suiteFingerprint(), now),
          "Bring the file back as it was, or begin a new run.");
    }
  }
}
