package org.autorl.runner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Read a task file and report every mistake in it; run nothing.")
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Task file.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print the suite as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Suite suite = Suites.load(file);
    System.out.print(
        json
            ? Json.pretty(suite)
            : "%s: %d tasks in %d levels, fingerprint %s%n"
                .formatted(
                    suite.name(),
                    suite.tasks().size(),
                    suite.levels().size(),
                    suite.fingerprint().substring(0, 12)));
    return 0;
  }
}
