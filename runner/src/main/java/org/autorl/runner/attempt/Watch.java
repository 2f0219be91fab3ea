package org.autorl.runner.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.autorl.records.Budget;
import org.autorl.records.Bytes;
import org.autorl.runner.budget.Gauge;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.sandbox.Footprint;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.StillRunning;

/**
 * Looks at what an agent takes of disk and memory, and ends it when that is more than its budget.
 * It looks the more often the less is left, so that a quick writer does not get far.
 */
final class Watch implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final Duration SHORTEST = Duration.ofMillis(10);

  /** Bytes that a processor writes in a second: to the disk's cache, or to its own memory. */
  private static final double PACE = 2L << 30;

  /** Of its time, at the least, it sleeps so many parts for each that it looks. */
  private static final int REST = 2;

  /** Files and folders. What a budget of bytes leaves open is closed here. */
  static final int MOST_FILES = 250_000;

  private final Sandbox sandbox;
  private final Process process;
  private final Budget budget;
  private final List<Path> files;
  private final List<Kind> overdrawn = new CopyOnWriteArrayList<>();
  private final Gauge disk = new Gauge();
  private final Gauge memory = new Gauge();
  private final Thread thread = new Thread(this::look, "watch");

  private Watch(Sandbox sandbox, Process process, Budget budget, List<Path> files) {
    this.sandbox = sandbox;
    this.process = process;
    this.budget = budget;
    this.files = files;
  }

  /**
   * Begins to look.
   *
   * @param files all that the agent can write to on the disk, the workspace first
   */
  static Watch over(Sandbox sandbox, Process process, Budget budget, List<Path> files) {
    Watch watch = new Watch(sandbox, process, budget, List.copyOf(files));
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  /** The budget that was exceeded, of disk or of memory; then the agent has ended. */
  Optional<Kind> overdrawn() throws IOException {
    if (overdrawn.isEmpty() && !process.isAlive()) {
      // It may have run into the kernel's own limits between two looks.
      return exceeded(footprint(budget.disk()));
    }
    return overdrawn.stream().findFirst();
  }

  /** Looks once more, at all there is. */
  void measure() throws IOException {
    disk.set(footprint(new Bytes(Long.MAX_VALUE)).bytes());
    memory.set(sandbox.memory(process).count());
  }

  /** Bytes that the agent takes of the disk, when it was last looked. */
  Gauge disk() {
    return disk;
  }

  /** Bytes that the agent holds in memory, when it was last looked. */
  Gauge memory() {
    return memory;
  }

  private Footprint footprint(Bytes most) throws IOException {
    Footprint footprint = new Footprint(most, MOST_FILES);
    for (Path file : files) {
      footprint.add(file);
    }
    footprint.addNameless(files.get(0), process.descendants());
    return footprint;
  }

  private Optional<Kind> exceeded(Footprint found) {
    return found.tooLarge()
        ? Optional.of(Kind.DISK)
        : sandbox.ranOut(process) ? Optional.of(Kind.MEMORY) : Optional.empty();
  }

  private void look() {
    try {
      watch();
    } catch (InterruptedException e) {
      // Nobody wants to know any more.
    }
  }

  private void watch() throws InterruptedException {
    while (process.isAlive()) {
      long begun = System.nanoTime();
      long held = sandbox.memory(process).count();
      memory.set(held);
      long room = budget.memory().count() - held;
      if (room < 0) {
        end(Kind.MEMORY);
        return;
      }
      try {
        Footprint found = footprint(budget.disk());
        disk.set(found.bytes());
        Optional<Kind> what = exceeded(found);
        if (what.isPresent()) {
          end(what.get());
          return;
        }
        room = Math.min(room, budget.disk().count() - found.bytes());
      } catch (IOException e) {
        // What cannot be counted cannot be allowed.
        end(Kind.DISK);
        return;
      }
      long nap = Math.max((System.nanoTime() - begun) * REST, (long) (room / PACE * 1e9));
      Thread.sleep(
          Math.min(
              Math.max(Duration.ofNanos(nap).toMillis(), SHORTEST.toMillis()), LONGEST.toMillis()));
    }
  }

  private void end(Kind what) throws InterruptedException {
    overdrawn.add(what);
    try {
      sandbox.kill(process);
    } catch (StillRunning e) {
      // Who ends the attempt hears of it, too.
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
