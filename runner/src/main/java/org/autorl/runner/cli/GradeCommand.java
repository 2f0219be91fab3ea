package org.autorl.runner.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.autorl.environments.Partition;
import org.autorl.records.Json;
import org.autorl.records.Judging;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.grading.GradeResult;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.hub.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "grade",
    description =
        "Grade a policy folder on a hidden split, as often as you like: this is no attempt.")
final class GradeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "Task file.")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "TASK", description = "Task.")
  private String id = "";

  @Parameters(index = "2", paramLabel = "DIR", description = "Policy folder.")
  private Path policy = Path.of("");

  @Option(names = "--split", description = "practice (default) or sealed.")
  private String split = "practice";

  @Option(names = "--sandbox", description = "bubblewrap (default) or none.")
  private String sandbox = "bubblewrap";

  @Option(names = "--json", description = "Print the verdict as JSON.")
  private boolean json;

  @Mixin private WorkerOptions options = new WorkerOptions();

  @Override
  public Integer call() throws Exception {
    Suite suite = TaskFileReader.find(System.getenv()).read(file);
    Task task = Suites.task(suite, id);
    if (!Files.isDirectory(policy)) {
      throw new UserError("no such folder: " + policy, "Give a policy in Hugging Face layout.");
    }
    Partition partition = partition();
    Readiness.requireGrading(task, file);
    Machinery machinery = Machinery.find(sandbox, System.getenv());
    WorkerOptions.Chosen worker = options.forOne(machinery, System.getenv());
    machinery.prepare(line -> System.err.println("autorl: " + line));
    GradeResult result =
        new Grading(
                Suites.folder(file),
                worker.launcher(),
                machinery.programs(System.getenv()),
                Store.of(System.getenv()),
                JudgeOptions.find(System.getenv()),
                SearchOptions.find(System.getenv()))
            .of(task)
            .grade(policy.toRealPath(), partition);
    result.engine().ifPresent(engine -> System.err.println("autorl: graded by " + engine));
    if (json) {
      System.out.print(Json.pretty(result.verdict()));
    }
    result.verdict().judging().ifPresent(GradeCommand::judged);
    if (result.verdict() instanceof Verdict.Graded graded) {
      if (!json) {
        System.out.printf(
            Locale.ROOT,
            "%s: %.1f ± %.1f %s over %s%n",
            task.id(),
            graded.score().value(),
            graded.score().standardError(),
            graded.score().metric().unit(),
            graded.score().over());
      }
      return 0;
    }
    if (result.verdict() instanceof Verdict.Rejected rejected) {
      throw new UserError(rejected.reason(), "A submission like this is refused, too.");
    }
    if (result.verdict() instanceof Verdict.GraderFailed failed) {
      System.err.println("error: the policy could not be graded: " + failed.cause());
      return 3;
    }
    throw new IllegalStateException(result.verdict().toString());
  }

  private Partition partition() {
    return switch (split) {
      case "practice" -> Partition.PRACTICE;
      case "sealed" -> Partition.SEALED;
      default ->
          throw new UserError(
              "no split `" + split + "` to grade on", "There are `practice` and `sealed`.");
    };
  }

  private static void judged(Judging judging) {
    System.err.printf(
        Locale.ROOT,
        "autorl: judged by %s: %d calls, %d verdicts remembered, %d + %d tokens%s%n",
        judging.judge(),
        judging.calls(),
        judging.remembered(),
        judging.promptTokens(),
        judging.completionTokens(),
        judging
            .dollars()
            .map(dollars -> String.format(Locale.ROOT, ", $%.4f", dollars))
            .orElse(""));
    judging
        .besides()
        .forEach(
            score ->
                System.err.printf(
                    Locale.ROOT,
                    "autorl: %s %.1f ± %.1f %s%n",
                    score.metric().name(),
                    score.value(),
                    score.standardError(),
                    score.metric().unit()));
  }
}
