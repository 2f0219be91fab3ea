package org.autorl.records;

import java.util.List;

/**
 * One agent of the cheat zoo, and what it met.
 *
 * @param tries one sentence
 * @param promise that it attacks, for example {@code snapshots}
 * @param from where the idea is from, for example {@code S1 of Agent² RL-Bench}
 * @param honest whether it is no cheater but the honest twin of some
 * @param met its own words, one for each thing that it tried; never believed, only shown
 * @param findings what the runner found out about it; a cheater without any is defeated
 * @param seconds that its attempt took
 */
public record CheatRow(
    String id,
    String title,
    String tries,
    String promise,
    String from,
    boolean honest,
    CheatVerdict verdict,
    List<String> met,
    List<String> findings,
    double seconds) {
  public CheatRow {
    Check.text(id, "a cheater's id");
    Check.finite(seconds, "a duration");
    met = List.copyOf(met);
    findings = List.copyOf(findings);
  }
}
