package org.autorl.dsl;

import java.nio.file.Path;
import org.autorl.records.Suite;

/**
 * A {@code tasks.groovy}: words and values, in Groovy's syntax; a file that computes is refused.
 */
public final class TaskFile {
  private TaskFile() {}

  /**
   * Reads, checks and evaluates a task file. Takes about a second: load once, then pass the suite.
   *
   * @throws TaskFileException with all mistakes that were found, ready to be shown
   */
  public static Suite load(Path file) {
    return load(file, file.toString());
  }

  /**
   * Loads a file that its author knows under another name.
   *
   * @param shown the name that messages show
   * @throws TaskFileException with all mistakes that were found, ready to be shown
   */
  public static Suite load(Path file, String shown) {
    try (Loading loading = new Loading(file, shown)) {
      return loading.suite();
    }
  }
}
