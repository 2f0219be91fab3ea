package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.autorl.environments.Partition;
import org.autorl.records.EventKind;
import org.autorl.records.FileDigest;
import org.autorl.records.Gate;
import org.autorl.records.Json;
import org.autorl.records.Task;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.grading.TaskGrader;
import org.autorl.runner.lineage.PolicyFolder;
import org.autorl.runner.lineage.Tracing;
import org.autorl.runner.submission.BlobStore;
import org.autorl.runner.submission.SubmissionDesk;

/**
 * What a final submission must be for its score to count: its weights come from where the task
 * says, and it has kept the abilities that other tasks measure, on whose sealed splits the base
 * policy and the submission are graded.
 */
record Gates(AttemptPlan plan, GradedOnce once, Function<Task, TaskGrader> graders) {
  /**
   * Finds and grades what the task's rule and its gates ask for, as far as the ledger does not have
   * it.
   *
   * @param number of the final submission
   */
  void find(SubmissionDesk desk, int number) throws IOException {
    if (once.ledger().last(EventKind.Step.LINEAGE_FOUND).isEmpty()) {
      lineage(desk.receipt(number).orElseThrow().submission().files(), number);
    }
    for (Gate gate : plan.task().gates()) {
      Task task = plan.gateTask(gate);
      TaskGrader grader = graders.apply(task);
      once.basePolicy(gate.baselineKind(), task, grader, Partition.SEALED);
      once.grade(
          gate.kind(), Json.object().put("number", number), () -> desk.gradeSealed(number, grader));
    }
  }

  /** Where the final submission's weights come from; found whether a rule asks for it or not. */
  private void lineage(List<FileDigest> submitted, int number) throws IOException {
    BlobStore store = new BlobStore(plan.blobs());
    SortedMap<String, Path> base = new TreeMap<>();
    for (FileDigest file : once.baseFiles()) {
      // With the base policy's bytes beside the submission's, the finding can be derived again.
      store.keep(plan.basePolicy().resolve(file.path()), file.sha256());
      base.put(file.path(), store.blob(file.sha256()));
    }
    SortedMap<String, Path> given = new TreeMap<>();
    submitted.forEach(file -> given.put(file.path(), store.blob(file.sha256())));
    Tracing tracing = Tracing.of(base, given, PolicyFolder.beside(plan.basePolicy()));
    AtomicFile.write(
        plan.folder().lineage(),
        tracing.tensors().stream()
            .map(tensor -> Json.canonical(tensor) + "\n")
            .collect(Collectors.joining()));
    ObjectNode found = Json.object().put("number", number);
    found.set("base", Json.tree(once.baseFiles()));
    found.set("lineage", Json.tree(tracing.lineage()));
    once.ledger().append(EventKind.Step.LINEAGE_FOUND, found);
    once.progress().say(plan.label() + ": weights: " + tracing.lineage().sentence());
  }
}
