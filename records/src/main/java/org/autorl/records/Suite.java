package org.autorl.records;

import java.util.List;
import java.util.Optional;

/**
 * Tasks that are scored together; what a {@code tasks.groovy} says, as data.
 *
 * @param protocol version of the rules; scores of two versions are never compared
 * @param paper where published scores are from
 * @param seeds of attempts, distinct, at least one; the first is the default of a run
 * @param combination how improvements on tasks become one number
 * @param ties which of equal submissions is final
 * @param levels by rising number
 */
public record Suite(
    String name,
    String about,
    int protocol,
    Optional<String> paper,
    List<Long> seeds,
    Combination combination,
    TieRule ties,
    List<Level> levels) {
  public Suite {
    Check.text(name, "a suite's name");
    Check.that(protocol > 0, "a protocol version counts from 1");
    Check.that(!seeds.isEmpty(), "a suite needs at least one seed");
    seeds = List.copyOf(seeds);
    levels = List.copyOf(levels);
  }

  /** All tasks, level by level. */
  public List<Task> tasks() {
    return levels.stream().flatMap(level -> level.tasks().stream()).toList();
  }

  /** The task with this id. */
  public Optional<Task> task(String id) {
    return tasks().stream().filter(task -> task.id().equals(id)).findFirst();
  }

  /** The level that holds the task with this id. */
  public Optional<Level> levelOf(String taskId) {
    return levels.stream()
        .filter(level -> level.tasks().stream().anyMatch(task -> task.id().equals(taskId)))
        .findFirst();
  }

  /** SHA-256, in hex, of the canonical JSON of this suite. */
  public String fingerprint() {
    return Digest.sha256(Json.canonical(this));
  }
}
