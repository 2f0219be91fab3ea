package org.autorl.runner.report;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something in a run folder that is not as it was written.
 *
 * @param line counted from 1, where it is one line
 * @param what is wrong; goes on from the file's name
 */
public record Problem(Path file, Optional<Integer> line, String what) {
  /** One of a whole file. */
  static Problem of(Path file, String what) {
    return new Problem(file, Optional.empty(), what);
  }

  /** For people. */
  public String text() {
    return line.map(number -> "line %d of %s is wrong: %s".formatted(number, file, what))
        .orElse(file + " " + what);
  }
}
