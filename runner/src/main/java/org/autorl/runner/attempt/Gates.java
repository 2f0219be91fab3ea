package org.autorl.runner.attempt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.autorl.environments.Partition;
import org.autorl.records.Gate;
import org.autorl.records.Json;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.runner.grading.TaskGrader;
import org.autorl.runner.submission.SubmissionDesk;

/**
 * Abilities that a final submission must have kept: each is another task, on whose sealed split the
 * base policy and the submission are graded.
 */
record Gates(AttemptPlan plan, GradedOnce once, Function<Task, TaskGrader> graders) {
  /**
   * Why the final submission does not count; empty if it does.
   *
   * @param number of the final submission
   */
  List<String> broken(SubmissionDesk desk, int number) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Gate gate : plan.task().gates()) {
      Task task = plan.gateTask(gate);
      TaskGrader grader = graders.apply(task);
      Score base = once.basePolicy(gate.baselineKind(), task, grader, Partition.SEALED);
      Score last =
          once.grade(
              gate.kind(),
              Json.object().put("number", number),
              () -> desk.gradeSealed(number, grader));
      gate.broken(base, last).ifPresent(broken::add);
    }
    return broken;
  }
}
