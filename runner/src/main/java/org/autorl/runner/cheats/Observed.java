package org.autorl.runner.cheats;

import java.util.List;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Budget;

/**
 * What the runner saw of one cheater, from outside.
 *
 * @param attempt as it is recorded; absent if the runner failed at it
 * @param failure of the runner
 * @param said lines of the log that begin with {@code tried:}, {@code gained:} or {@code missing:}
 * @param keeps whether what its log had to keep is still there; true if nothing had to be
 * @param facts forbidden texts that it had, doors that it knocked at, damage to the host, processes
 *     that it left, and what the verifier says: each is a win by itself
 * @param peak the most that it took at once
 * @param agentSeconds from its start to its end, less grading
 * @param received submissions that got a number
 * @param late whether one of them got it after the end
 */
record Observed(
    Budget budget,
    Optional<AttemptRecord> attempt,
    Optional<String> failure,
    List<String> said,
    boolean keeps,
    List<String> facts,
    Watch.Peak peak,
    double agentSeconds,
    int received,
    boolean late) {
  Observed {
    said = List.copyOf(said);
    facts = List.copyOf(facts);
  }

  /** What follows a word in the log, line by line. */
  List<String> after(String word) {
    return said.stream()
        .filter(line -> line.startsWith(word + ":"))
        .map(line -> line.substring(word.length() + 1).strip())
        .distinct()
        .toList();
  }
}
