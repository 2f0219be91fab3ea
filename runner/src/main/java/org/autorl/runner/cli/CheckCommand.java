package org.autorl.runner.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Read task files and report every mistake in them; run nothing.")
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Task files.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "Print an array: the suite of each file, or the message.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<TaskFileReader.Answer> answers = TaskFileReader.find(System.getenv()).readAll(files);
    ArrayNode all = Json.object().putArray("files");
    for (TaskFileReader.Answer answer : answers) {
      ObjectNode entry = all.addObject().put("file", answer.file().toString());
      if (answer.suite().isPresent()) {
        entry.set("suite", Json.tree(answer.suite().get()));
      } else {
        entry.put("message", answer.message());
        System.err.print(answer.message());
      }
      if (!json) {
        answer.suite().ifPresent(suite -> System.out.print(line(answer.file(), suite)));
      }
    }
    if (json) {
      System.out.print(Json.pretty(all));
    }
    return answers.stream().allMatch(answer -> answer.suite().isPresent()) ? 0 : 1;
  }

  private String line(Path file, Suite suite) {
    return "%s%s: %d tasks in %d levels, fingerprint %s%n"
        .formatted(
            files.size() > 1 ? file + ": " : "",
            suite.name(),
            suite.tasks().size(),
            suite.levels().size(),
            suite.fingerprint().substring(0, 12));
  }
}
