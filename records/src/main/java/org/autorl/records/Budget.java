package org.autorl.records;

import java.time.Duration;

/**
 * Caps of one attempt. Time that the agent waits for the grader is not charged.
 *
 * @param wallClock from the agent's start, less grading
 * @param submissions how many are graded
 * @param disk of the workspace
 * @param memory of all processes of the attempt together
 */
public record Budget(Duration wallClock, int submissions, Bytes disk, Bytes memory) {
  public Budget {
    Check.that(wallClock.compareTo(Duration.ZERO) > 0, "a wall clock must be longer than nothing");
    Check.that(submissions > 0, "a budget allows at least one submission");
  }
}
