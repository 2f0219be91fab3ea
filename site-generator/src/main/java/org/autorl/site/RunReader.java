package org.autorl.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Json;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;

/** Reads run folders; one that cannot be read is told, never dropped. */
final class RunReader {
  /** One run folder, read or not. */
  record Read(Path folder, Optional<Run> run, Optional<String> problem) {}

  /** A readable run. */
  record Run(RunRecord record, Suite suite, List<Attempt> attempts) {}

  /** An attempt that has begun. */
  record Attempt(Path folder, AttemptRecord record) {}

  /** What lies beside runs: weights by content, and what the cheat zoo leaves. */
  private static final List<String> NO_RUNS = List.of("blobs", CheatReader.FOLDER);

  private RunReader() {}

  /** All runs in a folder, by name; none if there is no folder. */
  static List<Read> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(folder)) {
      return listed
          .filter(Files::isDirectory)
          .filter(p -> !NO_RUNS.contains(p.getFileName().toString()))
          .sorted()
          .map(RunReader::read)
          .toList();
    }
  }

  private static Read read(Path folder) {
    try {
      RunRecord record = Json.read(Files.readString(folder.resolve("run.json")), RunRecord.class);
      Suite suite = Json.read(Files.readString(folder.resolve("suite.json")), Suite.class);
      List<Attempt> attempts = new ArrayList<>();
      for (String task : record.tasks()) {
        for (long seed : record.seeds()) {
          Path own = folder.resolve(task).resolve("seed-" + seed);
          AttemptRecord attempt =
              Files.exists(own.resolve("attempt.json"))
                  ? Json.read(Files.readString(own.resolve("attempt.json")), AttemptRecord.class)
                  : AttemptRecord.queued(
                      task, suite.levelOf(task).map(l -> l.number()).orElse(0), seed);
          attempts.add(new Attempt(own, attempt));
        }
      }
      return new Read(folder, Optional.of(new Run(record, suite, attempts)), Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      return new Read(folder, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }
}
