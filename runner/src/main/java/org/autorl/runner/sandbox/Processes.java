package org.autorl.runner.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.autorl.records.Bytes;

/** What the kernel's process table says; nothing where there is none to read. */
final class Processes {
  static final Path SETSID = Path.of("/usr/bin/setsid");

  private static final int LONGEST_END_MS = 10_000;
  private static final int GLANCE_MS = 5;
  private static final int SESSION = 3;
  private static final int MOST_FILES = 250_000;

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
                    .filter(fields -> fields[SESSION].equals(Long.toString(session)))
                    .isPresent())
        .toList();
  }

  /** Those that run, or that hold others in, and were started with a word among theirs. */
  static List<ProcessHandle> withWord(String word) {
    return ProcessHandle.allProcesses()
        .filter(process -> words(process.pid()).contains(word) && runs(process.pid()))
        .toList();
  }

  private static List<String> words(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return Arrays.asList(new String(line, StandardCharsets.ISO_8859_1).split("\0", -1));
    } catch (IOException gone) {
      return List.of();
    }
  }

  /**
   * Kills until none is left.
   *
   * @throws StillRunning if that takes longer than the kernel ever should
   */
  static void end(Supplier<List<ProcessHandle>> left) throws InterruptedException, StillRunning {
    for (int waited = 0; ; waited += GLANCE_MS) {
      List<ProcessHandle> now = left.get();
      if (now.isEmpty()) {
        return;
      }
      if (waited > LONGEST_END_MS) {
        throw new StillRunning(
            now.stream().map(ProcessHandle::pid).toList(), LONGEST_END_MS / 1000);
      }
      now.forEach(ProcessHandle::destroyForcibly);
      Thread.sleep(GLANCE_MS);
    }
  }

  /**
   * Resident bytes of a process and all below it; pages they share count for each, and pages
   * without a name that nobody has mapped count, too.
   */
  static long resident(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToLong(each -> resident(each.pid()) + nameless(each.pid()))
        .sum();
  }

  private static long resident(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException gone) {
      // It has ended, or this system tells nothing.
    }
    return 0;
  }

  /** What memfd_create(2) has made and a process holds open. */
  private static long nameless(long pid) {
    long sum = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path file : files) {
        if (Files.readSymbolicLink(file).toString().startsWith("/memfd:")) {
          sum += Files.size(file);
        }
      }
    } catch (IOException | DirectoryIteratorException gone) {
      // It has ended, has closed the file, or may not be asked.
    }
    return sum;
  }

  /** What lies in the folders of a sandbox that are in memory. */
  static long scratch(Process process) {
    return process
        .descendants()
        .map(each -> Path.of("/proc", Long.toString(each.pid()), "root"))
        .filter(Files::isReadable)
        .findFirst()
        .map(root -> Limits.ROOMS.stream().mapToLong(room -> used(process, root, room)).sum())
        .orElse(0L);
  }

  private static long used(Process process, Path root, String room) {
    Path inside = root.resolve(room.substring(1));
    Footprint files = new Footprint(new Bytes(Long.MAX_VALUE), MOST_FILES);
    try {
      // Before bwrap is done this is still the host's folder.
      if (!isHosts(Path.of(room), inside)) {
        files.add(inside);
        files.addNameless(inside, process.descendants());
      }
    } catch (IOException gone) {
      // It has ended, or is not there yet.
    }
    return files.bytes();
  }

  private static boolean isHosts(Path room, Path inside) throws IOException {
    return Files.exists(room)
        && Files.getAttribute(room, "unix:dev").equals(Files.getAttribute(inside, "unix:dev"));
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
