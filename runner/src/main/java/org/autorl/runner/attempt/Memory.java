package org.autorl.runner.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes hold in memory, as the kernel tells it. */
final class Memory {
  private static final int FIELD = 1;
  private static final long PAGE = 4096;

  private Memory() {}

  /** Resident bytes of a process and all below it; pages they share count for each. */
  static long of(Process process) {
    return resident(process.pid())
        + process.descendants().mapToLong(below -> resident(below.pid())).sum();
  }

  private static long resident(long pid) {
    try {
      String[] pages = Files.readString(Path.of("/proc", Long.toString(pid), "statm")).split(" ");
      return Long.parseLong(pages[FIELD]) * PAGE;
    } catch (IOException e) {
      // It has ended, or this system tells nothing.
      return 0;
    }
  }
}
