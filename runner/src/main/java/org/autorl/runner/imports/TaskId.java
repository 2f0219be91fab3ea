package org.autorl.runner.imports;

import java.util.Locale;
import java.util.Optional;

/** Ids of tasks from foreign names. */
final class TaskId {
  private static final int LONGEST = 100;

  private TaskId() {}

  /** {@code Arc_AGI} is {@code arc-agi}; what is no name of ours even then is a problem. */
  static Optional<String> of(String name, String where, Problems problems) {
    String id = name.toLowerCase(Locale.ROOT).replaceAll("[ _.]", "-");
    if (id.length() <= LONGEST && id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      return Optional.of(id);
    }
    problems.add(
        "`" + Words.line(name) + "` cannot be the id of a task",
        where,
        "an id is letters and digits, with single `-`, `_`, `.` or spaces between; it names a folder",
        "Rename it.");
    return Optional.empty();
  }
}
