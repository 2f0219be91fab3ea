package org.autorl.runner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tasks", description = "List the tasks of a file.")
final class TasksCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Task file.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Suite suite = TaskFileReader.find(System.getenv()).read(file);
    if (json) {
      System.out.print(Json.pretty(Json.tree(suite.levels())));
      return 0;
    }
    suite
        .levels()
        .forEach(
            level ->
                level
                    .tasks()
                    .forEach(
                        task ->
                            System.out.printf(
                                "%d  %-16s %-9s %s%n",
                                level.number(), task.id(), state(suite, task), task.about())));
    return 0;
  }

  private static String state(Suite suite, Task task) {
    if (Readiness.missing(suite, task).isEmpty()) {
      return task.embedded() ? "embedded" : "";
    }
    return Readiness.lacksDataAlone(suite, task) ? "to fetch" : "not yet";
  }
}
