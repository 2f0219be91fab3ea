package org.autorl.runner.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.graders.TaskScore;
import org.autorl.records.EventKind;
import org.autorl.records.FileDigest;
import org.autorl.records.GraderRule;
import org.autorl.records.InferenceWorker;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.records.Judging;
import org.autorl.records.LedgerEntry;
import org.autorl.records.RunRecord;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.ledger.LedgerBroken;
import org.autorl.runner.submission.CodeRevisions;
import org.autorl.runner.submission.Snapshots;

/** Checks the folder of one attempt. */
final class AttemptVerifier {
  private final RunFolder run;
  private final RunRecord record;
  private final Suite suite;
  private final Task task;
  private final long seed;
  private final AttemptFolder folder;
  private final Findings found;
  private final StoredFiles stored;

  AttemptVerifier(
      RunFolder run, RunRecord record, Suite suite, Task task, long seed, Weights weights) {
    this.run = run;
    this.record = record;
    this.suite = suite;
    this.task = task;
    this.seed = seed;
    this.folder = run.attempt(task.id(), seed);
    this.found = new Findings(folder);
    this.stored = new StoredFiles(run, weights, found);
  }

  /**
   * What was found.
   *
   * @param hash of the ledger's last line; empty if the ledger cannot be read
   * @param leftOut files of weights that are not here, and need not be
   */
  record Checked(
      int lines, Optional<String> hash, int files, int leftOut, List<Problem> problems) {}

  Checked check() throws IOException {
    List<LedgerEntry> ledger = List.of();
    try {
      if (Files.isRegularFile(folder.ledger())) {
        ledger = Ledger.read(folder.ledger());
        ledger(ledger);
      } else {
        found.add(Problem.of(folder.ledger(), "is missing"));
      }
    } catch (LedgerBroken e) {
      found.add(new Problem(folder.ledger(), Optional.of(e.line()), e.why()));
    }
    Optional<String> head = ledger.stream().reduce((before, after) -> after).map(LedgerEntry::hash);
    return new Checked(ledger.size(), head, found.files(), found.filesLeftOut(), found.problems());
  }

  private void ledger(List<LedgerEntry> ledger) throws IOException {
    EventOrder order = new EventOrder();
    for (LedgerEntry entry : ledger) {
      guarded(
          entry,
          () -> {
            order.fault(entry).ifPresent(fault -> found.wrong(entry, fault));
            entry(entry, ledger.subList(0, (int) entry.seq()));
          });
    }
    EndVerifier end = new EndVerifier(record, suite, task, seed, folder, found);
    Optional<LedgerEntry> over =
        ledger.stream().filter(e -> e.is(EventKind.Step.ATTEMPT_ENDED)).findFirst();
    if (over.isPresent()) {
      LedgerEntry last = over.get();
      guarded(last, () -> end.check(last, ledger.subList(0, (int) last.seq())));
    } else if (Files.exists(folder.attemptJson())) {
      end.missing(ledger);
    }
  }

  private interface Part {
    void check() throws IOException;
  }

  /** A line whose content is no event of its kind is told, and the others are checked still. */
  private void guarded(LedgerEntry entry, Part part) throws IOException {
    try {
      part.check();
    } catch (IllegalArgumentException e) {
      found.wrong(entry, String.valueOf(e.getMessage()));
    } catch (NullPointerException | ClassCastException e) {
      // A chain that was made anew by somebody else may hold anything.
      found.wrong(entry, "it lacks what an event of its kind has");
    }
  }

  private void entry(LedgerEntry entry, List<LedgerEntry> before) throws IOException {
    if (entry.event() instanceof EventKind.Step step) {
      switch (step) {
        case ATTEMPT_STARTED -> started(entry);
        case SUBMISSION_RECEIVED ->
            submission(entry, Json.fromTree(entry.data().get("submission"), Submission.class));
        case SUBMISSION_GRADED -> graded(entry, before);
        case LINEAGE_FOUND ->
            found.addAll(new LineageVerifier(run, folder, stored).problems(entry, before));
        default -> {
          // Of the others, those with a score have their items beside the ledger.
        }
      }
    }
    Optional<String> items = entry.event().itemsFile();
    if (items.isPresent()) {
      derived(
          folder.root().resolve(items.get()),
          rule(entry.event()),
          Json.fromTree(entry.data().get("score"), Score.class),
          Optional.of(entry.data().path("judging"))
              .filter(JsonNode::isObject)
              .map(judging -> Json.fromTree(judging, Judging.class)));
    }
  }

  /** What the score of an event is made by: the task's rule, or that of a task that gates it. */
  private GraderRule rule(EventKind kind) {
    return task.gates().stream()
        .filter(gate -> kind.equals(gate.kind()) || kind.equals(gate.baselineKind()))
        .findFirst()
        .flatMap(gate -> suite.task(gate.task()))
        .orElse(task)
        .grader();
  }

  /** All scores of a run come from one suite, one agent and one inference worker. */
  private void started(LedgerEntry entry) throws IOException {
    ObjectNode data = entry.data();
    if (!data.path("task").asText().equals(task.id()) || data.path("seed").asLong() != seed) {
      found.wrong(entry, "it begins another attempt than %s, seed %d".formatted(task.id(), seed));
    }
    if (!data.path("fingerprint").asText().equals(task.fingerprint())) {
      found.wrong(entry, "its task is not that of suite.json");
    }
    if (!data.path("agent").asText().equals(record.agent().scaffold())) {
      found.wrong(entry, "its agent is not that of run.json");
    }
    JsonNode worker = data.path("worker");
    found.expect(
        record.worker().isEmpty()
            || worker.isObject()
                && Json.fromTree(worker, InferenceWorker.class).equals(record.worker().get()),
        folder.ledger(),
        "names another inference worker than " + run.runJson());
    for (Path file : List.of(run.runJson(), run.suiteJson())) {
      String name = file.getFileName().toString().replace(".json", "");
      found.expect(
          data.path(name).asText().equals(Folders.sha256(file)),
          file,
          "is not the file that line 1 of " + folder.ledger() + " names");
    }
  }

  private void submission(LedgerEntry entry, Submission submission) throws IOException {
    if (!submission.contentDigest().equals(Snapshots.contentDigest(submission.files()))) {
      found.wrong(entry, "its content digest is not that of its files");
    }
    for (FileDigest file : submission.files()) {
      stored.check(file, "the bytes of submission " + submission.number());
    }
  }

  /** A submission's folder and its tag are made when it is graded. */
  private void graded(LedgerEntry entry, List<LedgerEntry> before) throws IOException {
    int number = entry.data().path("number").asInt();
    Path own = folder.submission(number);
    for (LedgerEntry other : before) {
      JsonNode said = other.data().path("submission");
      if (other.is(EventKind.Step.SUBMISSION_RECEIVED) && said.path("number").asInt() == number) {
        found.same(own.resolve("manifest.json"), Json.pretty(said), other);
        Optional<String> revision = Json.fromTree(said, Submission.class).codeRevision();
        if (revision.isPresent()) {
          CodeRevisions.fault(folder.codeRepository(), number, revision.get())
              .ifPresent(fault -> found.add(Problem.of(folder.codeRepository(), fault)));
        }
      }
    }
    found.same(own.resolve("verdict.json"), Json.pretty(entry.data().get("verdict")), entry);
    Verdict verdict = Json.fromTree(entry.data().get("verdict"), Verdict.class);
    if (verdict instanceof Verdict.Graded graded) {
      if (graded.passed() != task.grader().passedBy(graded.score())) {
        found.wrong(entry, "whether the score passes is not as the task says");
      }
      derived(own.resolve("items.jsonl"), task.grader(), graded.score(), graded.judging());
    }
  }

  /** The score again, from the items, and what stands beside it. */
  private void derived(Path items, GraderRule rule, Score score, Optional<Judging> judging)
      throws IOException {
    if (!Files.isRegularFile(items)) {
      found.add(Problem.of(items, "is missing"));
      return;
    }
    found.count(1);
    List<ItemResult> results = new ArrayList<>();
    for (String line : Findings.text(items).lines().toList()) {
      try {
        results.add(Json.read(line, ItemResult.class));
      } catch (IllegalArgumentException e) {
        found.add(
            new Problem(items, Optional.of(results.size() + 1), "it is no result of an item"));
        return;
      }
    }
    TaskScore derived = new TaskScore(rule, results);
    found.expect(
        derived.score().equals(Optional.of(score)),
        items,
        "does not give the recorded score of " + score.value());
    found.expect(
        judging.map(Judging::besides).orElse(derived.besides()).equals(derived.besides()),
        items,
        "does not give what is recorded besides the score of " + score.value());
  }
}
