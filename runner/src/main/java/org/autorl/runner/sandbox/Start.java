package org.autorl.runner.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first words of a sandbox: a shell that becomes the program it starts, so that all of it has
 * one process number.
 */
final class Start {
  private Start() {}

  /**
   * What to start for a command.
   *
   * @param groups if it gets a control group of its own
   * @param last what the shell is replaced by: {@code exec} with {@code "$@"}, the command
   */
  static List<String> words(
      Optional<ControlGroups> groups, Limits limits, String last, List<String> command) {
    List<String> words = new ArrayList<>();
    if (Files.isExecutable(Processes.SETSID)) {
      // A Ctrl-C at the terminal is for the runner, which ends its processes in order. Without
      // isolation this is also what holds them together.
      words.add(Processes.SETSID.toString());
    }
    Optional<String> entering =
        groups.filter(found -> limits.memory().isPresent()).map(found -> found.entering(limits));
    words.addAll(List.of("/bin/sh", "-c", "set -e\n" + entering.orElse("") + last, "sh"));
    words.addAll(command);
    return words;
  }

  /** A path as a word of the shell. */
  static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
