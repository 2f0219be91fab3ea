package org.autorl.runner.attempt;

import java.io.IOException;
import java.util.function.Function;
import org.autorl.environments.Partition;
import org.autorl.records.Gate;
import org.autorl.records.Json;
import org.autorl.records.Task;
import org.autorl.runner.grading.TaskGrader;
import org.autorl.runner.submission.SubmissionDesk;

/**
 * Abilities that a final submission must have kept: each is another task, on whose sealed split the
 * base policy and the submission are graded.
 */
record Gates(AttemptPlan plan, GradedOnce once, Function<Task, TaskGrader> graders) {
  /**
   * Grades what the gates ask for, as far as the ledger does not have it.
   *
   * @param number of the final submission
   */
  void grade(SubmissionDesk desk, int number) throws IOException {
    for (Gate gate : plan.task().gates()) {
      Task task = plan.gateTask(gate);
      TaskGrader grader = graders.apply(task);
      once.basePolicy(gate.baselineKind(), task, grader, Partition.SEALED);
      once.grade(
          gate.kind(), Json.object().put("number", number), () -> desk.gradeSealed(number, grader));
    }
  }
}
