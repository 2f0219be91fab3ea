package org.autorl.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Bytes;

/**
 * What the processes of a sandbox can take. Core files are never written.
 *
 * @param memory of all together; a control group holds to it, where there is one
 * @param addressSpace of each process
 * @param processor time of each process
 * @param processes and threads, all together; held to by a control group where {@code memory} is
 *     limited and there is one, else by a resource limit, which binds no root
 * @param openFiles of each process; never more than the machine lets the runner have
 * @param file size of each file
 * @param rooms folders in memory that can be written to, {@code /tmp} among them
 * @param scratch what each of them takes
 */
public record Limits(
    Optional<Bytes> memory,
    Optional<Bytes> addressSpace,
    Optional<Duration> processor,
    int processes,
    Optional<Integer> openFiles,
    Optional<Bytes> file,
    List<String> rooms,
    Optional<Bytes> scratch) {
  static final List<String> ROOMS = List.of("/tmp", "/home", "/dev/shm");
  static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

  private static final Path OWN = Path.of("/proc/self/limits");
  private static final int PROCESSES = 2048;
  private static final int OPEN_FILES = 4096;
  private static final int BLOCK = 4096;

  /** For programs that nobody has to hold in: 2048 processes and threads. */
  public static Limits ordinary() {
    return new Limits(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PROCESSES,
        Optional.empty(),
        Optional.empty(),
        ROOMS,
        Optional.empty());
  }

  /**
   * For an agent: 2048 processes and threads, 4096 open files. The budget ends an attempt that
   * exceeds it; the kernel's own limit lies an eighth above, for what is quicker than the watch.
   * What lies in {@code /tmp} lies in memory.
   *
   * @param disk budget of the workspace; a file that is a block larger cannot be written
   */
  public static Limits agent(Bytes memory, Bytes disk) {
    return new Limits(
        Optional.of(new Bytes(memory.count() + memory.count() / 8)),
        Optional.empty(),
        Optional.empty(),
        PROCESSES,
        Optional.of(OPEN_FILES),
        Optional.of(new Bytes(disk.count() + BLOCK)),
        ROOMS,
        Optional.of(memory));
  }

  public Limits {
    rooms = List.copyOf(rooms);
  }

  /** Whether resource limits can be set here. */
  static boolean areOffered() {
    return Files.isExecutable(PRLIMIT);
  }

  /**
   * What sets the resource limits, to be put before a command; empty if nothing here can.
   *
   * @param alone whether its processes are counted apart from the user's others
   */
  List<String> prefix(boolean alone) throws IOException {
    if (!areOffered()) {
      return List.of();
    }
    // As the first thing within: the kernel counts processes for each user namespace.
    List<String> words = new ArrayList<>(List.of(PRLIMIT.toString(), "--core=0"));
    List<String> own = Files.readAllLines(OWN);
    if (alone) {
      words.add("--nproc=" + within(own, "Max processes", processes));
    }
    openFiles.ifPresent(n -> words.add("--nofile=" + within(own, "Max open files", n)));
    file.ifPresent(size -> words.add("--fsize=" + within(own, "Max file size", size.count())));
    addressSpace.ifPresent(
        size -> words.add("--as=" + within(own, "Max address space", size.count())));
    processor.ifPresent(
        time -> words.add("--cpu=" + within(own, "Max cpu time", time.toSeconds())));
    return words;
  }

  /** No more than the runner itself may have, or it could not be set at all. */
  private static long within(List<String> own, String name, long wanted) {
    for (String line : own) {
      if (line.startsWith(name)) {
        String hard = line.substring(name.length()).strip().split(" +", -1)[1];
        return hard.equals("unlimited") ? wanted : Math.min(wanted, Long.parseLong(hard));
      }
    }
    return wanted;
  }
}
