package org.autorl.runner.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Json;
import org.autorl.records.Lifecycle;
import org.autorl.records.RunRecord;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.RunFolder;

/**
 * Looks at folders of runs, again and again. A file that is as it was is not read again. Used by
 * one thread.
 */
final class Look {
  private record Cached<T>(String stamp, T value) {}

  private final List<Path> runs;
  private final List<Path> others;
  private Map<Path, Cached<RunRecord>> runRecords = new HashMap<>();
  private Map<Path, Cached<AttemptRecord>> attemptRecords = new HashMap<>();

  /**
   * Looks at folders.
   *
   * @param runs folders of run folders; they need not be there
   * @param others files and folders that the site is made of besides
   */
  Look(List<Path> runs, List<Path> others) {
    this.runs = List.copyOf(runs);
    this.others = List.copyOf(others);
  }

  /** What is there now. What cannot be read is told; it never throws for a broken folder. */
  Seen once() {
    Round round = new Round();
    for (Path root : runs) {
      for (Path folder : children(root)) {
        if (Files.isDirectory(folder)) {
          round.run(new RunFolder(folder));
        }
      }
    }
    for (Path other : others) {
      round.stamp.append(stamp(other));
      children(other).forEach(file -> round.stamp.append(stamp(file)));
    }
    // What is gone is forgotten.
    runRecords = round.runRecords;
    attemptRecords = round.attemptRecords;
    return new Seen(round.found, round.broken, round.stamp.toString());
  }

  private final class Round {
    private final List<Seen.Run> found = new ArrayList<>();
    private final List<Seen.Broken> broken = new ArrayList<>();
    private final StringBuilder stamp = new StringBuilder();
    private final Map<Path, Cached<RunRecord>> runRecords = new HashMap<>();
    private final Map<Path, Cached<AttemptRecord>> attemptRecords = new HashMap<>();

    private void run(RunFolder folder) {
      String name = folder.root().getFileName().toString();
      stamp.append(name).append(stamp(folder.root())).append(stamp(folder.runJson()));
      if (!Files.exists(folder.runJson())) {
        // Weights, grades, or a run that begins.
        return;
      }
      Optional<RunRecord> record =
          read(folder.runJson(), name, RunRecord.class, Look.this.runRecords, runRecords);
      if (record.isEmpty()) {
        return;
      }
      boolean held = Files.exists(folder.lock());
      List<Seen.Attempt> attempts = new ArrayList<>();
      for (String task : record.get().tasks()) {
        for (long seed : record.get().seeds()) {
          try {
            attempts.add(attempt(name, folder.attempt(task, seed), task, seed));
          } catch (RuntimeException e) {
            // A task's name that is no path on this machine.
            broken.add(new Seen.Broken(name, String.valueOf(e.getMessage())));
          }
        }
      }
      found.add(new Seen.Run(name, record.get(), held, attempts));
    }

    private Seen.Attempt attempt(String run, AttemptFolder folder, String task, long seed) {
      AttemptRecord record =
          read(
                  folder.attemptJson(),
                  "%s, %s, seed %d".formatted(run, task, seed),
                  AttemptRecord.class,
                  Look.this.attemptRecords,
                  attemptRecords)
              .orElseGet(() -> AttemptRecord.queued(task, 0, seed));
      stamp.append(stamp(folder.ledger())).append(stamp(folder.reportJson()));
      // While an agent works it is written every other second: what it has spent by then.
      stamp.append(
          record.lifecycle() == Lifecycle.ENDED ? stamp(folder.attemptJson()) : record.lifecycle());
      return new Seen.Attempt(folder, record);
    }

    private <T> Optional<T> read(
        Path file,
        String place,
        Class<T> type,
        Map<Path, Cached<T>> before,
        Map<Path, Cached<T>> now) {
      String stamp = stamp(file);
      Optional<Cached<T>> known =
          Optional.ofNullable(before.get(file)).filter(cached -> cached.stamp().equals(stamp));
      if (known.isPresent()) {
        now.put(file, known.get());
        return Optional.of(known.get().value());
      }
      if (stamp.equals(ABSENT)) {
        return Optional.empty();
      }
      try {
        T value = Json.read(Files.readString(file), type);
        now.put(file, new Cached<>(stamp, value));
        return Optional.of(value);
      } catch (IOException | IllegalArgumentException e) {
        broken.add(new Seen.Broken(place, "%s: %s".formatted(file.getFileName(), e.getMessage())));
        return Optional.empty();
      }
    }
  }

  private static final String ABSENT = "-";

  private static String stamp(Path file) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return "%d@%d ".formatted(found.size(), found.lastModifiedTime().toMillis());
    } catch (IOException e) {
      return ABSENT;
    }
  }

  /** What is in a folder, by name; nothing if it cannot be read. */
  private static List<Path> children(Path folder) {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
