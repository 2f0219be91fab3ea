package org.autorl.runner.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.autorl.records.GraderRule;
import org.autorl.records.Json;
import org.autorl.records.Metric;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "explain", description = "Say what tasks ask and how they are scored.")
final class ExplainCommand implements Callable<Integer> {
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
    Metric metric = task.grader().metric();
    return """
        %s (level %d)
          %s
          graded by     %s, at most %d tokens a completion
          score         %s in %s, %s is better; passes at %s
          items         %s: %d visible, %d practice, %d sealed
          budget        %d s of the agent, %d submissions, %s of disk, %s of memory
          submission    a policy of at most %s
          base policy   %s
          fingerprint   %s
        %s"""
        .formatted(
            task.id(),
            suite.levelOf(task.id()).orElseThrow().number(),
            task.about(),
            Json.tree(task.grader()).get("kind").asText(),
            task.grader().maxTokens(),
            metric.name(),
            metric.unit(),
            metric.higherIsBetter() ? "higher" : "lower",
            task.grader().passAt(),
            task.data().family(),
            task.data().visible().items(),
            task.data().practice().items(),
            task.data().sealed().items(),
            task.budget().wallClock().toSeconds(),
            task.budget().submissions(),
            task.budget().disk(),
            task.budget().memory(),
            task.submission().atMost(),
            task.policy(),
            task.fingerprint(),
            examples(task.grader()));
  }

  private static String examples(GraderRule rule) {
    return rule instanceof GraderRule.ExactMatch exact
        ? exact.examples().stream()
            .map(e -> "  for example   " + e.sentence() + "\n")
            .collect(Collectors.joining())
        : "";
  }
}
