package org.autorl.runner.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.autorl.records.Suite;
import org.autorl.records.Task;

/** Finds what a command line names in a suite. */
final class Suites {
  private Suites() {}

  static Task task(Suite suite, String id) {
    return suite
        .task(id)
        .orElseThrow(
            () ->
                new UserError(
                    "`" + suite.name() + "` has no task `" + id + "`",
                    "Its tasks are " + names(suite.tasks()) + "."));
  }

  /** The tasks that were asked for; with no choice, the embedded ones. */
  static List<Task> choose(Suite suite, List<String> ids, Optional<Integer> level) {
    List<Task> chosen =
        ids.isEmpty()
            ? suite.tasks().stream().filter(t -> level.isPresent() || t.embedded()).toList()
            : ids.stream().map(id -> task(suite, id)).toList();
    List<Task> result =
        chosen.stream()
            .filter(
                t -> level.isEmpty() || suite.levelOf(t.id()).orElseThrow().number() == level.get())
            .toList();
    if (result.isEmpty()) {
      throw new UserError(
          "no task of `" + suite.name() + "` is chosen",
          "Name one with `--task`; its tasks are " + names(suite.tasks()) + ".");
    }
    return result;
  }

  /** The folder that a task file's paths are relative to. */
  static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElseThrow();
  }

  private static String names(List<Task> tasks) {
    return tasks.stream().map(t -> "`" + t.id() + "`").collect(Collectors.joining(", "));
  }
}
