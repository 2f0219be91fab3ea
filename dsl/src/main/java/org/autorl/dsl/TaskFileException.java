package org.autorl.dsl;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A task file that cannot be loaded; the message is for its author and is shown as it is, with no
 * stack trace.
 */
public final class TaskFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TaskFileException(String message) {
    super(message);
  }

  /** All problems, from top to bottom, each with its line of the source. */
  static TaskFileException of(List<Problem> problems, String file, List<String> source) {
    return new TaskFileException(
        problems.stream()
            .distinct()
            .sorted(Comparator.comparing(Problem::place))
            .map(problem -> problem.render(file, line(source, problem.place().line())))
            .collect(Collectors.joining("\n")));
  }

  private static String line(List<String> source, int number) {
    return number >= 1 && number <= source.size() ? source.get(number - 1) : "";
  }
}
