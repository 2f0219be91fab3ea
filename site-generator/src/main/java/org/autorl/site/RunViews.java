package org.autorl.site;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Bytes;
import org.autorl.records.Combined;
import org.autorl.records.InferenceWorker;
import org.autorl.records.Isolation;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Lineage;
import org.autorl.records.RunRecord;
import org.autorl.records.Spent;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;

/** The page of a run. */
final class RunViews {
  private static final int LOG_LINES = 40;

  private RunViews() {}

  static Views.RunView of(RunReader.Run run) {
    RunRecord record = run.record();
    List<Views.Fact> facts =
        List.of(
            new Views.Fact("Improvement, all tasks", combined(run)),
            new Views.Fact(
                "Agent stack",
                "%s, driver %s, mode %s"
                    .formatted(
                        record.agent().scaffold(),
                        record.agent().driver().orElse("none"),
                        record.agent().mode())),
            new Views.Fact(
                "Suite",
                "%s, protocol %d, fingerprint %s"
                    .formatted(record.suite(), record.protocol(), record.suiteFingerprint())),
            new Views.Fact(
                "Machine",
                "%s; %s, %d cores, %s; %s"
                    .formatted(
                        record.machine().os(),
                        record.machine().cpu(),
                        record.machine().cores(),
                        record.machine().memory(),
                        record.machine().jdk())),
            new Views.Fact(
                "Inference worker",
                record.worker().map(InferenceWorker::sentence).orElse("not recorded")),
            new Views.Fact(
                "Code",
                "version %s, commit %s%s"
                    .formatted(
                        record.version(),
                        record.commit().orElse("unknown"),
                        record.dirty() ? " with local changes" : "")),
            new Views.Fact("Started", record.startedAt().toString()));
    return new Views.RunView(
        record.id(),
        record.isolation() == Isolation.UNISOLATED,
        facts,
        run.attempts().stream().map(RunViews::attempt).toList());
  }

  private static String combined(RunReader.Run run) {
    List<String> tasks = run.record().tasks();
    List<AttemptRecord> attempts = run.attempts().stream().map(RunReader.Attempt::record).toList();
    String rule = run.suite().combination().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Combined.improvement(run.suite(), tasks, attempts)
        .map(value -> "%s, %s of %d".formatted(Text.signed(value), rule, tasks.size()))
        .orElse("unknown: not every task has a score");
  }

  private static Views.AttemptView attempt(RunReader.Attempt attempt) {
    AttemptRecord a = attempt.record();
    List<Submission> submissions = submissions(attempt.folder());
    List<Views.Fact> facts =
        List.of(
            new Views.Fact("Sealed score", Text.withError(a.sealed())),
            new Views.Fact(
                "Improvement over the base policy",
                a.improvement().map(Text::signed).orElse("unknown")),
            new Views.Fact("Sealed baseline", Text.withError(a.sealedBaseline())),
            new Views.Fact("Practice score", Text.withError(a.practice())),
            new Views.Fact("Practice baseline", Text.withError(a.baseline())),
            new Views.Fact("Ledger head", head(attempt.folder())));
    return new Views.AttemptView(
        a.task() + ", seed " + a.seed(),
        a.state(),
        a.explanation(),
        facts,
        trajectory(attempt, submissions),
        submissions.stream().map(s -> row(attempt.folder(), s, a.chosen())).toList(),
        lineage(attempt.folder()),
        CodeDiffs.between(attempt.folder().resolve("code.git"), submissions),
        bar(a.spent()),
        kinds(a.spent()),
        charts(attempt.folder()),
        ledger(attempt.folder()),
        a.task() + "/seed-" + a.seed(),
        log(attempt.folder()));
  }

  private static List<Submission> submissions(Path folder) {
    List<Submission> submissions = new ArrayList<>();
    for (int n = 1; ; n++) {
      Path file = folder.resolve("submissions/" + n + "/manifest.json");
      if (!Files.isRegularFile(file)) {
        return submissions;
      }
      try {
        submissions.add(Json.read(Files.readString(file), Submission.class));
      } catch (IOException | IllegalArgumentException e) {
        return submissions;
      }
    }
  }

  private static Optional<Verdict> verdict(Path folder, Submission submission) {
    try {
      Path file = folder.resolve("submissions/" + submission.number() + "/verdict.json");
      return Optional.of(Json.read(Files.readString(file), Verdict.class));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Views.SubmissionRow row(
      Path folder, Submission submission, Optional<Integer> chosen) {
    Optional<Verdict> verdict = verdict(folder, submission);
    String note =
        verdict
            .map(
                v ->
                    v instanceof Verdict.Rejected rejected
                        ? "refused: " + rejected.reason()
                        : v instanceof Verdict.GraderFailed
                            ? "the grader failed; not the agent's fault"
                            : "")
            .orElse("not graded");
    return new Views.SubmissionRow(
        Integer.toString(submission.number()),
        Text.number(submission.elapsedSeconds()) + " s",
        submission.path(),
        Text.withError(verdict.flatMap(Verdict::scored)),
        note,
        submission.contentDigest().substring(0, 12),
        submission.codeRevision().map(r -> r.substring(0, 8)).orElse("–"),
        chosen.equals(Optional.of(submission.number())));
  }

  private static String trajectory(RunReader.Attempt attempt, List<Submission> submissions) {
    List<double[]> points = new ArrayList<>();
    for (Submission submission : submissions) {
      verdict(attempt.folder(), submission)
          .flatMap(Verdict::scored)
          .ifPresent(s -> points.add(new double[] {submission.elapsedSeconds(), s.value()}));
    }
    return new Chart(
            "Practice score of each submission",
            "agent seconds",
            points,
            attempt.record().baseline().map(s -> s.value()))
        .svg();
  }

  /** Kinds; what they are made of is the bar's. */
  private static List<Views.SpentRow> kinds(List<Spent> all) {
    return all.stream()
        .filter(spent -> spent.of().isEmpty())
        .map(
            spent ->
                new Views.SpentRow(
                    spent.kind(),
                    spent.amount().map(amount -> amount(spent.unit(), amount)).orElse("–"),
                    spent.limit().map(limit -> amount(spent.unit(), limit)).orElse("none"),
                    spent.source().orElse("–"),
                    spent.enforcer().orElse("–")))
        .toList();
  }

  private static String amount(String unit, double amount) {
    return switch (unit) {
      case "s", "GPU s" -> Text.number(amount) + " s";
      case "bytes" -> new Bytes((long) amount).toString();
      case "$" -> String.format(Locale.ROOT, "$%.2f", amount);
      case "submissions", "tokens" -> String.format(Locale.ROOT, "%.0f", amount);
      default -> String.format(Locale.ROOT, "%.0f %s", amount, unit);
    };
  }

  /** Phases side by side; together they are the attempt's wall time. */
  private static List<Views.BarPart> bar(List<Spent> all) {
    List<Spent> phases = all.stream().filter(spent -> spent.of().isPresent()).toList();
    double sum = phases.stream().mapToDouble(phase -> phase.amount().orElse(0.0)).sum();
    List<Views.BarPart> parts = new ArrayList<>();
    double at = 0;
    for (int i = 0; i < phases.size() && sum > 0; i++) {
      double seconds = phases.get(i).amount().orElse(0.0);
      double width = 1000 * seconds / sum;
      parts.add(
          new Views.BarPart(
              phases.get(i).kind(),
              Text.number(seconds) + " s",
              Text.number(at),
              Text.number(width),
              "part" + i));
      at += width;
    }
    return parts;
  }

  private static List<String> charts(Path folder) {
    List<ObjectNode> lines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
        lines.add(Json.readObject(line));
      }
    } catch (IOException | IllegalArgumentException e) {
      // What the agent logged is its own; what can be read is shown.
    }
    List<String> charts = new ArrayList<>();
    for (String key : List.of("loss", "reward", "entropy")) {
      List<double[]> points = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).path(key).isNumber()) {
          points.add(new double[] {i + 1, lines.get(i).get(key).asDouble()});
        }
      }
      if (points.size() > 1) {
        charts.add(new Chart(key, "update", points, Optional.empty()).svg());
      }
    }
    return charts;
  }

  private static List<Views.LedgerRow> ledger(Path folder) {
    return entries(folder).stream()
        .map(
            entry ->
                new Views.LedgerRow(
                    Long.toString(entry.seq() + 1),
                    entry.at().toString(),
                    entry.kind(),
                    entry.hash().substring(0, 12)))
        .toList();
  }

  private static List<LedgerEntry> entries(Path folder) {
    List<LedgerEntry> entries = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(folder.resolve("ledger.jsonl"))) {
        entries.add(Json.read(line, LedgerEntry.class));
      }
    } catch (IOException | IllegalArgumentException e) {
      // A ledger that breaks off is shown as far as it goes; `verify` names the line.
    }
    return entries;
  }

  /** Where the final submission's weights come from; empty if nobody has looked yet. */
  private static List<Views.Fact> lineage(Path folder) {
    Optional<Lineage> found =
        entries(folder).stream()
            .filter(entry -> entry.kind().equals("lineage-found"))
            .map(entry -> Json.fromTree(entry.data().path("lineage"), Lineage.class))
            .findFirst();
    return found
        .map(
            lineage ->
                List.of(
                    new Views.Fact("Finding", lineage.sentence()),
                    new Views.Fact(
                        "Tensors changed",
                        "%d of %d".formatted(lineage.changed(), lineage.tensors())),
                    new Views.Fact(
                        "Largest change of one weight",
                        String.format(Locale.ROOT, "%.4g", lineage.maxAbsChange())),
                    new Views.Fact(
                        "Cosine of the matrices with the base policy's",
                        String.format(Locale.ROOT, "%.4f", lineage.cosine())),
                    new Views.Fact(
                        "Tokenizer, chat template, settings",
                        lineage.texts().isEmpty()
                            ? "the base policy's"
                            : String.join("; ", lineage.texts()))))
        .orElse(List.of());
  }

  /**
   * The hash of the ledger's last line. Who keeps it elsewhere can tell whether the attempt is
   * still the one that was shown.
   */
  private static String head(Path folder) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("ledger.jsonl"));
      return Json.read(lines.get(lines.size() - 1), LedgerEntry.class).hash();
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return "–";
    }
  }

  private static String log(Path folder) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("agent.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
