package org.autorl.dsl;

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

  /** All problems of all files that were read. */
  static TaskFileException of(List<Reading> readings) {
    return new TaskFileException(
        readings.stream()
            .filter(reading -> !reading.isClean())
            .map(Reading::rendered)
            .collect(Collectors.joining("\n")));
  }
}
