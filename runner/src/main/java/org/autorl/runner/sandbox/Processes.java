package org.autorl.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the kernel's process table says; nothing where there is none to read. */
final class Processes {
  static final Path SETSID = Path.of("/usr/bin/setsid");

  private static final int LONGEST_END_MS = 10_000;
  private static final int GLANCE_MS = 5;

  private Processes() {}

  /**
   * Whether a process runs; one that has ended stays in the table until its parent, or the
   * machine's first process, asks for it.
   */
  static boolean runs(long pid) {
    return fields(pid).filter(fields -> !fields[0].equals("Z")).isPresent();
  }

  /** Those of a session that run. */
  static List<ProcessHandle> ofSession(long session) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                fields(process.pid())
                    .filter(fields -> !fields[0].equals("Z"))
                    .filter(fields -> fields[3].equals(Long.toString(session)))
                    .isPresent())
        .toList();
  }

  /**
   * Waits until none is left.
   *
   * @throws IllegalStateException if that takes longer than the kernel ever should
   */
  static void awaitNone(Supplier<List<Long>> left) throws InterruptedException {
    for (int waited = 0; !left.get().isEmpty(); waited += GLANCE_MS) {
      if (waited > LONGEST_END_MS) {
        throw new IllegalStateException(
            "processes %s are still there %d s after they were killed"
                .formatted(left.get(), LONGEST_END_MS / 1000));
      }
      Thread.sleep(GLANCE_MS);
    }
  }

  /** State, parent, group, session and so on, as proc(5) numbers them from the third. */
  private static Optional<String[]> fields(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name in brackets may hold anything.
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
