package org.autorl.runner.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.autorl.records.Fact;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.records.TaskFacts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Say what tasks ask and how they are scored.")
final class ExplainCommand implements Callable<Integer> {
  private static final int WIDTH = 100;
  private static final int NAMES = 20;

  @Parameters(index = "0", paramLabel = "FILE", description = "Task file.")
  private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "TASK", description = "Tasks; all if none is named.")
  private List<String> tasks = List.of();

  @Option(names = "--json", description = "Print the tasks as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Suite suite = TaskFileReader.find(System.getenv()).read(file);
    List<Task> chosen =
        tasks.isEmpty() ? suite.tasks() : tasks.stream().map(id -> Suites.task(suite, id)).toList();
    System.out.print(
        json
            ? Json.pretty(Json.tree(chosen))
            : chosen.stream().map(t -> explain(suite, t)).collect(Collectors.joining("\n")));
    return 0;
  }

  private static String explain(Suite suite, Task task) {
    StringBuilder text = new StringBuilder();
    int level = suite.levelOf(task.id()).orElseThrow().number();
    text.append("%s (level %d)%n  %s%n".formatted(task.id(), level, task.about()));
    for (Fact fact : TaskFacts.of(task)) {
      text.append(line(fact.name().toLowerCase(java.util.Locale.ROOT), fact.text()));
    }
    for (String reason : Readiness.missing(suite, task)) {
      text.append(line("not runnable yet", reason));
    }
    return text.toString();
  }

  /** A name and a text, broken between words. */
  private static String line(String name, String text) {
    StringBuilder lines = new StringBuilder();
    String left = name;
    String rest = text;
    while (rest.length() > WIDTH - NAMES && rest.lastIndexOf(' ', WIDTH - NAMES) > 0) {
      int end = rest.lastIndexOf(' ', WIDTH - NAMES);
      lines.append(("  %-" + NAMES + "s%s%n").formatted(left, rest.substring(0, end)));
      rest = rest.substring(end + 1);
      left = "";
    }
    return lines.append(("  %-" + NAMES + "s%s%n").formatted(left, rest)).toString();
  }
}
