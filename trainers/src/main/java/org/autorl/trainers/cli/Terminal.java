package org.autorl.trainers.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody watches. */
final class Terminal {
  private static final Path ERR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Whether standard error is a terminal, whatever standard output is. */
  static boolean isErr() {
    try {
      String to = Files.readSymbolicLink(ERR).toString();
      return to.startsWith("/dev/pts/") || to.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
