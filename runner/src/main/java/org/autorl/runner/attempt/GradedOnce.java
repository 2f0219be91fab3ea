package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.environments.Partition;
import org.autorl.records.EventKind;
import org.autorl.records.FileDigest;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.grading.GradeResult;
import org.autorl.runner.grading.TaskGrader;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.submission.Snapshots;
import org.autorl.runner.submission.SubmissionDesk;

/**
 * Gradings that an attempt has once; one that is resumed reads them from its ledger.
 *
 * @param baseFiles of the base policy, with their digests
 */
record GradedOnce(AttemptPlan plan, Ledger ledger, List<FileDigest> baseFiles, Progress progress) {
  /** Those of an attempt; reads the base policy once. */
  static GradedOnce of(AttemptPlan plan, Ledger ledger, Progress progress) throws IOException {
    return new GradedOnce(plan, ledger, Snapshots.files(plan.basePolicy()), progress);
  }

  /** Grades, unless the ledger has the score. */
  interface Grading {
    GradeResult grade() throws IOException;
  }

  /**
   * The base policy's score on one split of a task.
   *
   * @param kind of the ledger's event
   * @throws Infrastructure if it cannot be graded
   */
  Score basePolicy(EventKind kind, Task task, TaskGrader grader, Partition partition)
      throws IOException {
    return grade(
        kind,
        Json.object(),
        () -> {
          progress.say(
              "%s: grading the base policy%s"
                  .formatted(plan.label(), task == plan.task() ? "" : " on " + task.id()));
          return grader.grade(plan.basePolicy(), Snapshots.contentDigest(baseFiles), partition);
        });
  }

  /**
   * The score of an event, with its items beside the ledger.
   *
   * @param kind of the ledger's event; one with items of its own
   * @param data what the event says besides
   * @throws Infrastructure if it cannot be graded
   */
  Score grade(EventKind kind, ObjectNode data, Grading grading) throws IOException {
    Optional<LedgerEntry> known = ledger.last(kind);
    if (known.isPresent()) {
      return Json.fromTree(known.get().data().get("score"), Score.class);
    }
    String items = kind.itemsFile().orElseThrow();
    String what = items.replace("-items.jsonl", "").replace('-', ' ');
    GradeResult result = grading.grade();
    Score score =
        result
            .verdict()
            .scored()
            .orElseThrow(
                () ->
                    new Infrastructure(
                        "%s could not be graded: %s".formatted(what, reason(result.verdict()))));
    AtomicFile.write(plan.folder().root().resolve(items), SubmissionDesk.lines(result.items()));
    data.set("score", Json.tree(score));
    result.verdict().judging().ifPresent(judging -> data.set("judging", Json.tree(judging)));
    result.engine().ifPresent(engine -> data.put("engine", engine));
    result.remembered().ifPresent(key -> data.put("remembered", key));
    ledger.append(kind, data);
    progress.say(String.format(Locale.ROOT, "%s: %s %.1f", plan.label(), what, score.value()));
    return score;
  }

  private static String reason(Verdict verdict) {
    if (verdict instanceof Verdict.GraderFailed failed) {
      return failed.cause();
    }
    return verdict instanceof Verdict.Rejected rejected ? rejected.reason() : "";
  }
}
