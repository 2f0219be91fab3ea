package org.autorl.runner.attempt;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.autorl.records.AttemptRecord;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.runner.budget.Meters;
import org.autorl.runner.budget.Warning;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.ledger.Ledger;

/**
 * Tells what is spent while an agent works: to the agent in {@code budget.json}, to readers in
 * {@code attempt.json}, and each warning once in the ledger.
 */
final class Notices {
  /** In the workspace. The agent may do with it what it likes: nothing reads it back. */
  static final String FILE = "budget.json";

  /** What a runner that is killed forgets of the agent's time at most. */
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Meters meters;
  private final AttemptFolder folder;
  private final Path workspace;
  private final Ledger ledger;
  private final Set<String> given = new HashSet<>();
  private Optional<Duration> last = Optional.empty();

  Notices(Meters meters, AttemptFolder folder, Path workspace, Ledger ledger) {
    this.meters = meters;
    this.folder = folder;
    this.workspace = workspace;
    this.ledger = ledger;
    for (LedgerEntry entry : ledger.entries()) {
      if (entry.is(EventKind.Step.BUDGET_WARNED)) {
        given.add(entry.data().path("kind").asText() + entry.data().path("percent").asInt());
      }
    }
  }

  /** One of the watch's rounds. */
  void round() throws IOException {
    warn();
    Duration now = meters.clock().account().wall();
    if (last.isEmpty() || now.minus(last.get()).compareTo(EVERY) >= 0) {
      last = Optional.of(now);
      tell();
    }
  }

  private void warn() throws IOException {
    for (Warning warning : meters.warnings()) {
      if (given.add(warning.kind().label() + warning.percent())) {
        ledger.append(
            EventKind.Step.BUDGET_WARNED,
            Json.object()
                .put("kind", warning.kind().label())
                .put("percent", warning.percent())
                .put("spent", warning.spent())
                .put("limit", warning.limit()));
      }
    }
  }

  /** Writes both files. */
  void tell() throws IOException {
    Optional<AttemptRecord> record = folder.attempt();
    if (record.isPresent()) {
      folder.write(record.get().withSpent(meters.statement()));
    }
    // Made outside of the workspace and moved: a link that the agent has laid is not followed.
    Path fresh = folder.root().resolve("." + FILE);
    Files.writeString(fresh, Json.pretty(meters.told()));
    try {
      Files.move(fresh, workspace.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // The agent has put something else there, and so does without.
      Files.delete(fresh);
    }
  }
}
