package org.autorl.site.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.autorl.records.Diagnosis;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.ModelSummary;
import org.autorl.site.read.RunFiles;

/**
 * The files of one attempt. What of the runner's own cannot be read is told; what an agent wrote is
 * shown as far as it can be.
 *
 * @param problem gets a sentence for each record that cannot be read
 */
record AttemptFiles(Path folder, Consumer<String> problem) {
  private static final int LOG_BYTES = 16 << 10;
  private static final int LOG_LINES = 40;

  /** Lines of a ledger that are shown; the file has all. */
  static final int LEDGER_LINES = 10_000;

  /** How it went; empty while nobody has looked. */
  Optional<Diagnosis> diagnosis() {
    return RunFiles.optional(folder, "report.json", Diagnosis.class, problem);
  }

  /** What a language model says of it; empty if none was asked. */
  Optional<ModelSummary> summary() {
    return RunFiles.optional(folder, "model-summary.json", ModelSummary.class, problem);
  }

  /** The ledger as far as it can be read; {@code verify} tells more of a line that cannot. */
  List<LedgerEntry> ledger() {
    List<LedgerEntry> entries = new ArrayList<>();
    lines("ledger.jsonl", line -> add(entries, line) && entries.size() < LEDGER_LINES);
    return entries;
  }

  private boolean add(List<LedgerEntry> entries, RunFiles.Line line) {
    try {
      return entries.add(Json.read(line.text().orElse("too long"), LedgerEntry.class));
    } catch (IllegalArgumentException e) {
      // A line without its end is being written.
      if (line.whole()) {
        problem.accept(
            "ledger.jsonl: line %d cannot be read, and nothing after it is shown"
                .formatted(entries.size() + 1));
      }
      return false;
    }
  }

  /** Lines of a JSONL file, as long as {@code each} wants more; those that are no JSON are not. */
  void objects(String name, Predicate<ObjectNode> each) {
    lines(
        name,
        line -> {
          try {
            return line.text().isEmpty() || each.test(Json.readObject(line.text().get()));
          } catch (IllegalArgumentException e) {
            // What an agent writes is its own; what can be read is shown.
            return true;
          }
        });
  }

  private void lines(String name, Predicate<RunFiles.Line> each) {
    try {
      RunFiles.lines(folder.resolve(name), each);
    } catch (NoSuchFileException e) {
      // There is none.
    } catch (IOException e) {
      problem.accept(name + " cannot be read: " + e.getMessage());
    }
  }

  /** The last lines of the agent's log. */
  String log() {
    Path file = folder.resolve("agent.log");
    try (InputStream log = RunFiles.open(file)) {
      log.skipNBytes(Math.max(0, Files.size(file) - LOG_BYTES));
      List<String> lines =
          new String(log.readNBytes(LOG_BYTES), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
