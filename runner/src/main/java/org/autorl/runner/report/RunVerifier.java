package org.autorl.runner.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.graders.TaskScore;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Digest;
import org.autorl.records.FileDigest;
import org.autorl.records.Gate;
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
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.ledger.LedgerBroken;

/** Checks a run folder with nothing but what is in it. */
public final class RunVerifier {
  /**
   * What was found.
   *
   * @param problems each names a file, and the line where there is one
   */
  public record Report(int attempts, int ledgerLines, int files, List<String> problems) {}

  private final RunFolder run;
  private final List<String> problems = new ArrayList<>();
  private int lines;
  private int files;

  private RunVerifier(RunFolder run) {
    this.run = run;
  }

  /** Checks chains and digests, and derives every number again. */
  public static Report verify(RunFolder run) throws IOException {
    return new RunVerifier(run).all();
  }

  private Report all() throws IOException {
    RunRecord record = run.run();
    Suite suite = run.suite();
    expect(
        suite.fingerprint().equals(record.suiteFingerprint()),
        run.suiteJson() + " is not the suite that run.json names");
    int attempts = 0;
    for (String task : record.tasks()) {
      for (long seed : record.seeds()) {
        AttemptFolder folder = run.attempt(task, seed);
        if (Files.exists(folder.ledger())) {
          attempts++;
          Optional<Task> asked = suite.task(task);
          expect(asked.isPresent(), run.suiteJson() + " has no task `" + task + "`");
          if (asked.isPresent()) {
            attempt(suite, asked.get(), folder, record);
          }
        }
      }
    }
    return new Report(attempts, lines, files, List.copyOf(problems));
  }

  private void attempt(Suite suite, Task task, AttemptFolder folder, RunRecord record)
      throws IOException {
    List<LedgerEntry> ledger;
    try {
      ledger = Ledger.read(folder.ledger());
    } catch (LedgerBroken e) {
      problems.add(String.valueOf(e.getMessage()));
      return;
    }
    lines += ledger.size();
    for (LedgerEntry entry : ledger) {
      entry(folder, entry, rule(suite, task, entry.kind()));
    }
    manifests(folder, ledger);
    record.worker().ifPresent(worker -> worker(folder, ledger, worker));
    Optional<LedgerEntry> end =
        ledger.stream().filter(e -> e.kind().equals("attempt-ended")).findFirst();
    if (end.isPresent()) {
      AttemptRecord recorded = Json.fromTree(end.get().data().get("attempt"), AttemptRecord.class);
      expect(
          folder.attempt().equals(Optional.of(recorded)),
          folder.attemptJson()
              + " is not what line "
              + (end.get().seq() + 1)
              + " of its ledger says");
      gates(folder, task, recorded, ledger);
    }
  }

  /** What the score of an event is made by: the task's rule, or that of a task that gates it. */
  private static GraderRule rule(Suite suite, Task task, String kind) {
    return task.gates().stream()
        .filter(gate -> kind.equals(gate.kind()) || kind.equals(gate.baselineKind()))
        .findFirst()
        .flatMap(gate -> suite.task(gate.task()))
        .orElse(task)
        .grader();
  }

  /** All scores of a run come from one inference worker. */
  private void worker(AttemptFolder folder, List<LedgerEntry> ledger, InferenceWorker worker) {
    boolean same =
        ledger.stream()
            .filter(entry -> entry.kind().equals("attempt-started"))
            .map(entry -> entry.data().path("worker"))
            .allMatch(
                said ->
                    said.isObject() && Json.fromTree(said, InferenceWorker.class).equals(worker));
    expect(same, folder.ledger() + " names another inference worker than " + run.runJson());
  }

  /** Whether a score counts although a gate was not passed, or the other way round. */
  private void gates(
      AttemptFolder folder, Task task, AttemptRecord recorded, List<LedgerEntry> ledger) {
    for (Gate gate : task.gates()) {
      Optional<Score> base = score(ledger, gate.baselineKind());
      Optional<Score> last = score(ledger, gate.kind());
      boolean passed =
          base.isPresent() && last.isPresent() && gate.broken(base.get(), last.get()).isEmpty();
      expect(
          passed || recorded.sealed().isEmpty(),
          folder.attemptJson()
              + " has a score, and the gate on `"
              + gate.task()
              + "` is not passed");
    }
  }

  private static Optional<Score> score(List<LedgerEntry> ledger, String kind) {
    return ledger.stream()
        .filter(entry -> entry.kind().equals(kind))
        .findFirst()
        .map(entry -> Json.fromTree(entry.data().get("score"), Score.class));
  }

  private void entry(AttemptFolder folder, LedgerEntry entry, GraderRule rule) throws IOException {
    switch (entry.kind()) {
      case "submission-received" ->
          blobs(Json.fromTree(entry.data().get("submission"), Submission.class));
      case "submission-graded" -> {
        int number = entry.data().get("number").asInt();
        Verdict verdict = Json.fromTree(entry.data().get("verdict"), Verdict.class);
        Path own = folder.submission(number);
        Path file = own.resolve("verdict.json");
        expect(
            readable(file) && Json.read(Files.readString(file), Verdict.class).equals(verdict),
            file + " is not what line " + (entry.seq() + 1) + " of its ledger says");
        if (verdict.scored().isPresent()) {
          derived(own.resolve("items.jsonl"), rule, verdict.scored().get(), verdict.judging());
        }
      }
      default -> {
        // Of the others, those with a score have their items beside the ledger.
        if (entry.kind().endsWith("-graded")) {
          derived(
              folder.root().resolve(entry.kind().replace("-graded", "") + "-items.jsonl"),
              rule,
              Json.fromTree(entry.data().get("score"), Score.class),
              Optional.of(entry.data().path("judging"))
                  .filter(JsonNode::isObject)
                  .map(judging -> Json.fromTree(judging, Judging.class)));
        }
      }
    }
  }

  /** The folder of a submission is written when it is graded. */
  private void manifests(AttemptFolder folder, List<LedgerEntry> ledger) throws IOException {
    Map<Integer, Submission> received = new HashMap<>();
    for (LedgerEntry entry : ledger) {
      if (entry.kind().equals("submission-received")) {
        Submission submission = Json.fromTree(entry.data().get("submission"), Submission.class);
        received.put(submission.number(), submission);
      } else if (entry.kind().equals("submission-graded")) {
        int number = entry.data().get("number").asInt();
        Path manifest = folder.submission(number).resolve("manifest.json");
        expect(
            readable(manifest)
                && Json.read(Files.readString(manifest), Submission.class)
                    .equals(received.get(number)),
            manifest + " is not what the ledger says");
      }
    }
  }

  private void blobs(Submission submission) throws IOException {
    for (FileDigest file : submission.files()) {
      files++;
      Path blob = run.blobs().resolve(file.sha256().substring(0, 2)).resolve(file.sha256());
      expect(
          readable(blob) && Digest.sha256(Files.readAllBytes(blob)).equals(file.sha256()),
          blob + " is missing or not the bytes of submission " + submission.number());
    }
  }

  /** The score again, from the items, and what stands beside it. */
  private void derived(Path items, GraderRule rule, Score score, Optional<Judging> judging)
      throws IOException {
    if (!readable(items)) {
      problems.add(items + " is missing");
      return;
    }
    files++;
    List<ItemResult> results =
        Files.readAllLines(items).stream().map(l -> Json.read(l, ItemResult.class)).toList();
    TaskScore derived = new TaskScore(rule, results);
    expect(
        derived.score().equals(Optional.of(score)),
        items + " does not give the recorded score of " + score.value());
    expect(
        judging.map(Judging::besides).orElse(derived.besides()).equals(derived.besides()),
        items + " does not give what is recorded besides the score of " + score.value());
  }

  private static boolean readable(Path file) {
    return Files.isRegularFile(file);
  }

  private void expect(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
