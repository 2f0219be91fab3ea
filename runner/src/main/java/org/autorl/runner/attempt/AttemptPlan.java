package org.autorl.runner.attempt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Gate;
import org.autorl.records.InferenceWorker;
import org.autorl.records.Task;
import org.autorl.records.TieRule;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.gateway.Driver;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.mirror.Mirrors;

/**
 * What one attempt is.
 *
 * @param ties which of equal submissions is final
 * @param gateTasks the tasks that the task's gates name
 * @param basePolicy the base policy's folder, absolute
 * @param blobs content-addressed store of the run
 * @param grading what its submissions are graded with
 * @param inference what completes prompts for grading, as it is recorded
 * @param port of the grading server on loopback, 0 for any
 * @param driver the language model that drives the agent, if any
 * @param mirrors what the attempt may fetch
 */
public record AttemptPlan(
    Task task,
    TieRule ties,
    List<Task> gateTasks,
    int level,
    long seed,
    AgentProgram agent,
    AttemptFolder folder,
    Path basePolicy,
    Path blobs,
    Grading grading,
    InferenceWorker inference,
    int port,
    Optional<Driver> driver,
    Mirrors mirrors) {
  /** The task that a gate names. */
  Task gateTask(Gate gate) {
    return gateTasks.stream()
        .filter(other -> other.id().equals(gate.task()))
        .findFirst()
        .orElseThrow();
  }

  /** For people: {@code word-problems, seed 11}. */
  public String label() {
    return task.id() + ", seed " + seed;
  }
}
