package org.autorl.runner.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Score;
import org.autorl.records.Spent;
import org.autorl.records.Submission;
import org.autorl.records.Task;
import org.autorl.records.Verdict;

/** What an attempt spent and how it went, read off its ledger. */
public final class AttemptAccount {
  private AttemptAccount() {}

  /** Time by kind, which sums to the wall time, then what else is limited. */
  public static List<Spent> of(Task task, List<LedgerEntry> ledger, Instant end) {
    double wall = seconds(ledger.get(0).at(), end);
    double charged = last(ledger, EventKind.Step.AGENT_ENDED, "chargedSeconds");
    double grading = last(ledger, EventKind.Step.AGENT_ENDED, "gradingSeconds");
    List<Spent> spent = new ArrayList<>();
    spent.add(new Spent("agent", charged, "s", Optional.of(seconds(task.budget().wallClock()))));
    spent.add(new Spent("grading while the agent waits", grading, "s", Optional.empty()));
    spent.add(
        new Spent(
            "set-up, baseline and sealed grading",
            Math.max(0, wall - charged - grading),
            "s",
            Optional.empty()));
    double submissions =
        ledger.stream().filter(e -> e.is(EventKind.Step.SUBMISSION_RECEIVED)).count();
    spent.add(
        new Spent(
            "submissions",
            submissions,
            "submissions",
            Optional.of((double) task.budget().submissions())));
    spent.add(
        new Spent(
            "disk",
            last(ledger, EventKind.Step.AGENT_ENDED, "diskBytes"),
            "bytes",
            Optional.of((double) task.budget().disk().count())));
    return spent;
  }

  private record Point(double at, Optional<Score> score) {}

  /** The benchmark's process metrics; one that cannot be told is left out. */
  public static ObjectNode processMetrics(Task task, List<LedgerEntry> ledger) {
    List<Point> points = points(ledger);
    Optional<Score> baseline =
        ledger.stream()
            .filter(e -> e.is(EventKind.Step.BASELINE_GRADED))
            .map(e -> Json.fromTree(e.data().get("score"), Score.class))
            .findFirst();
    ObjectNode metrics = Json.object();
    List<Point> valid = points.stream().filter(p -> p.score().isPresent()).toList();
    if (!points.isEmpty()) {
      metrics.put("valid_submission_rate", (double) valid.size() / points.size());
    }
    if (!valid.isEmpty()) {
      metrics.put("first_valid_idx", points.indexOf(valid.get(0)) + 1);
      metrics.put("first_valid_delay", valid.get(0).at());
      Point best = valid.get(0);
      int rises = 0;
      for (int i = 1; i < valid.size(); i++) {
        Score score = valid.get(i).score().orElseThrow();
        rises += score.improvementOver(valid.get(i - 1).score().orElseThrow()) > 0 ? 1 : 0;
        best = score.improvementOver(best.score().orElseThrow()) > 0 ? valid.get(i) : best;
      }
      metrics.put("time_to_best", best.at());
      if (valid.size() > 1) {
        metrics.put("monotonic_ratio", (double) rises / (valid.size() - 1));
      }
    }
    baseline.ifPresent(
        b ->
            valid.stream()
                .filter(p -> p.score().orElseThrow().improvementOver(b) > 0)
                .findFirst()
                .ifPresent(p -> metrics.put("time_to_first_improvement", p.at())));
    double charged = last(ledger, EventKind.Step.AGENT_ENDED, "chargedSeconds");
    metrics.put("time_used_ratio", charged / seconds(task.budget().wallClock()));
    if (!points.isEmpty()) {
      metrics.put("last_submit_gap", charged - points.get(points.size() - 1).at());
    }
    ObjectNode report = Json.object();
    report.set("processMetrics", metrics);
    var trajectory = report.putArray("scoreTrajectory");
    valid.forEach(
        p ->
            trajectory
                .addObject()
                .put("chargedSeconds", p.at())
                .put("score", p.score().orElseThrow().value()));
    return report;
  }

  private static List<Point> points(List<LedgerEntry> ledger) {
    List<Point> points = new ArrayList<>();
    for (LedgerEntry entry : ledger) {
      if (entry.is(EventKind.Step.SUBMISSION_RECEIVED)) {
        Submission submission = Json.fromTree(entry.data().get("submission"), Submission.class);
        points.add(new Point(submission.elapsedSeconds(), Optional.empty()));
      }
      if (entry.is(EventKind.Step.SUBMISSION_GRADED)) {
        int at = entry.data().get("number").asInt() - 1;
        Verdict verdict = Json.fromTree(entry.data().get("verdict"), Verdict.class);
        points.set(at, new Point(points.get(at).at(), verdict.scored()));
      }
    }
    return points;
  }

  private static double last(List<LedgerEntry> ledger, EventKind kind, String field) {
    return ledger.stream()
        .filter(e -> e.is(kind))
        .mapToDouble(e -> e.data().path(field).asDouble(0))
        .reduce(0, (a, b) -> b);
  }

  private static double seconds(Instant from, Instant to) {
    return seconds(Duration.between(from, to));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
