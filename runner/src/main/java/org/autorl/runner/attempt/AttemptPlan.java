package org.autorl.runner.attempt;

import java.nio.file.Path;
import org.autorl.records.Task;
import org.autorl.records.TieRule;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.folder.AttemptFolder;

/**
 * What one attempt is.
 *
 * @param ties which of equal submissions is final
 * @param taskFolder that the task's paths are relative to
 * @param blobs content-addressed store of the run
 * @param port of the grading server on loopback, 0 for any
 */
public record AttemptPlan(
    Task task,
    TieRule ties,
    int level,
    long seed,
    AgentProgram agent,
    AttemptFolder folder,
    Path taskFolder,
    Path blobs,
    int port) {
  /** The base policy's folder. */
  public Path basePolicy() {
    return taskFolder.resolve(task.policy().name()).toAbsolutePath().normalize();
  }

  /** For people: {@code word-problems, seed 11}. */
  public String label() {
    return task.id() + ", seed " + seed;
  }
}
