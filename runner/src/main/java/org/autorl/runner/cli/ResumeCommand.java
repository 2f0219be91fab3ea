package org.autorl.runner.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.autorl.records.InferenceWorker;
import org.autorl.records.RunRecord;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.folder.RunFolder;
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
    RunFolder run = new RunFolder(folder.toAbsolutePath().normalize());
    if (!Files.isRegularFile(run.runJson())) {
      throw new UserError(
          "no run at " + folder, "A run folder holds `run.json`; runs lie in `runs/`.");
    }
    RunRecord record = run.run();
    AgentProgram agent =
        AgentProgram.find(record.agent().scaffold())
            .orElseThrow(
                () ->
                    new UserError(
                        "the run's agent `" + record.agent().scaffold() + "` is not here",
                        "Resume where the agent's folder is."));
    options.runs = folder.toAbsolutePath().normalize().resolveSibling("").normalize();
    Machinery machinery =
        Machinery.find(
            record.isolation() == org.autorl.records.Isolation.UNISOLATED
                ? "none"
                : options.sandbox,
            System.getenv());
    options.checkPort();
    WorkerOptions.Chosen worker =
        options.worker.forMore(
            record.worker().orElse(InferenceWorker.embedded()), machinery, System.getenv());
    machinery.prepare(options::say);
    boolean well =
        new RunSession(
                run,
                run.suite(),
                record,
                agent,
                taskFolder.toAbsolutePath(),
                machinery,
                worker,
                options)
            .run(Clock.systemUTC());
    options.renderSite(machinery);
    return well ? 0 : 3;
  }
}
