package org.autorl.runner.cheats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Looks at a cheater's processes from outside, by a mark in their environment, and at what they
 * take. Reads {@code /proc} and asks {@code du}; nothing that the cheater says goes in.
 */
final class Watch implements AutoCloseable {
  private static final int GLANCE_MS = 300;

  /**
   * The most that was seen at once.
   *
   * @param disk bytes: the attempt's folder, files of its that are deleted and still open, and what
   *     lies in the folders of doors
   * @param memory bytes: private memory of its processes, and what the machine's memory files grew
   * @param processes how many
   */
  record Peak(long disk, long memory, long processes) {}

  private final String mark;
  private final Path attempt;
  private final Path temporary;
  private final long sharedBefore;
  private final AtomicLong disk = new AtomicLong();
  private final AtomicLong memory = new AtomicLong();
  private final AtomicLong processes = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread thread;

  /**
   * Looks at nothing until it is started; until then the most is nothing.
   *
   * @param seed of the attempt, which no other has
   * @param attempt its folder
   * @param temporary the host's folder for temporary files
   */
  Watch(long seed, Path attempt, Path temporary) {
    this.mark = mark(seed);
    this.attempt = attempt;
    this.temporary = temporary;
    this.sharedBefore = shared();
    this.thread = new Thread(this::look, "zoo-watch");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private static String mark(long seed) {
    return "\0AUTORL_SEED=" + seed + "\0";
  }

  private void look() {
    while (!over.get()) {
      try {
        List<Path> own = own(mark, attempt);
        long hidden = 0;
        long resident = 0;
        for (Path process : own) {
          hidden += hidden(process);
          resident += resident(process);
        }
        raise(processes, own.size());
        raise(disk, hidden + used());
        raise(memory, resident + Math.max(0, shared() - sharedBefore));
        Thread.sleep(GLANCE_MS);
      } catch (IOException e) {
        // What is looked at comes and goes; there is a next time.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void raise(AtomicLong most, long value) {
    most.accumulateAndGet(value, Math::max);
  }

  Peak peak() {
    return new Peak(disk.get(), memory.get(), processes.get());
  }

  /** Processes of an attempt that run though it is over. */
  static List<String> left(long seed, Path attempt) throws IOException, InterruptedException {
    // One that was killed may need a moment until it is gone.
    for (int i = 0; i < 20 && !own(mark(seed), attempt).isEmpty(); i++) {
      Thread.sleep(50);
    }
    return own(mark(seed), attempt).stream()
        .map(process -> "process %s still runs".formatted(process.getFileName()))
        .toList();
  }

  private static List<Path> own(String mark, Path attempt) throws IOException {
    List<Path> own = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        try {
          byte[] environment = Files.readAllBytes(process.resolve("environ"));
          String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
          if (text.contains(mark)
              || Files.readSymbolicLink(process.resolve("cwd")).startsWith(attempt)) {
            own.add(process);
          }
        } catch (IOException gone) {
          // It ended, or is another user's.
        }
      }
    }
    return own;
  }

  private static long hidden(Path process) {
    long sum = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : open) {
        if (Files.readSymbolicLink(file).toString().endsWith(" (deleted)")) {
          sum += Files.size(file);
        }
      }
    } catch (IOException gone) {
      return sum;
    }
    return sum;
  }

  private static long resident(Path process) {
    // What several processes share, as after a fork, counts once.
    try (Stream<String> lines = Files.lines(process.resolve("smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss_Anon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  private static long shared() {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("Shmem:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Blocks on disk, not what files claim to be. */
  private long used() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("du", "-sck", attempt.toString()));
    try (DirectoryStream<Path> doors = Files.newDirectoryStream(temporary, "autorl-*door*")) {
      doors.forEach(door -> command.add(door.toString()));
    }
    Process du = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    du.waitFor();
    return said.lines()
        .filter(line -> line.endsWith("\ttotal"))
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf('\t'))) * 1024)
        .sum();
  }

  @Override
  public void close() throws InterruptedException {
    over.set(true);
    thread.interrupt();
    thread.join();
  }
}
