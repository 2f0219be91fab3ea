package org.autorl.runner.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.report.RunVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "verify", description = "Check a run offline: chains, digests, every number.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Run folder.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws Exception {
    RunFolder run = new RunFolder(folder.toAbsolutePath().normalize());
    if (!Files.isRegularFile(run.runJson())) {
      throw new UserError(
          "no run at " + folder, "A run folder holds `run.json`; runs lie in `runs/`.");
    }
    RunVerifier.Report report = RunVerifier.verify(run);
    List<String> problems = report.problems();
    problems.forEach(problem -> System.out.println("wrong: " + problem));
    System.out.printf(
        "%d attempts, %d ledger lines, %d files checked: %s%n",
        report.attempts(),
        report.ledgerLines(),
        report.files(),
        problems.isEmpty() ? "all as recorded" : problems.size() + " wrong");
    return problems.isEmpty() ? 0 : 1;
  }
}
