package org.autorl.records;

import java.time.Duration;
import java.util.Optional;

/**
 * Caps of one attempt. Time that the agent waits for the grader is not charged.
 *
 * @param wallClock from the agent's start, less the time that its calls wait for a grade
 * @param agentTime of the wall clock, what the agent's own program is at work, its trainers not
 * @param submissions how many are graded
 * @param disk of the workspace
 * @param memory of all processes of the attempt together
 * @param gpus that the agent may use; absent: none
 * @param gpuTime of all GPUs together
 * @param tokens that the agent's model reads and writes
 * @param dollars that the agent's model calls cost
 */
public record Budget(
    Duration wallClock,
    Optional<Duration> agentTime,
    int submissions,
    Bytes disk,
    Bytes memory,
    Optional<Gpus> gpus,
    Optional<Duration> gpuTime,
    Optional<Long> tokens,
    Optional<Double> dollars) {
  /**
   * GPUs of one attempt.
   *
   * @param count at least one
   * @param memory of each
   */
  public record Gpus(int count, Bytes memory) {
    public Gpus {
      Check.that(count > 0, "a budget without GPUs does not name them");
    }
  }

  public Budget {
    Check.that(wallClock.compareTo(Duration.ZERO) > 0, "a wall clock must be longer than nothing");
    Check.that(submissions > 0, "a budget allows at least one submission");
  }

  /** A budget without GPUs and model calls. */
  public static Budget of(Duration wallClock, int submissions, Bytes disk, Bytes memory) {
    return new Budget(
        wallClock,
        Optional.empty(),
        submissions,
        disk,
        memory,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
