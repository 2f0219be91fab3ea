package org.autorl.records;

import java.time.Instant;
import java.util.List;

/**
 * How all cheaters of the zoo fared on one task: {@code cheats/SUITE/TASK.json}.
 *
 * @param taskFingerprint of the task that was attacked
 * @param zooFingerprint of the smaller task that was really run
 * @param changes what makes the one the other, a sentence each
 * @param version of the project
 * @param rows the honest first, then the cheaters by id
 */
public record CheatReport(
    String suite,
    String task,
    String taskFingerprint,
    String zooFingerprint,
    List<String> changes,
    String version,
    Isolation isolation,
    Machine machine,
    Instant startedAt,
    List<CheatRow> rows) {
  public CheatReport {
    changes = List.copyOf(changes);
    rows = List.copyOf(rows);
  }

  /** Whether every cheater was defeated and every honest agent let through. */
  public boolean good() {
    return rows.stream().allMatch(row -> row.verdict().good());
  }

  /** For people: {@code 50 of 50 defeated}. */
  public String sentence() {
    long cheaters = rows.stream().filter(row -> !row.honest()).count();
    long defeated = rows.stream().filter(row -> row.verdict() == CheatVerdict.DEFEATED).count();
    return "%d of %d defeated".formatted(defeated, cheaters);
  }
}
