package org.autorl.site.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Lineage;
import org.autorl.records.RunRecord;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;
import org.autorl.site.changes.Banner;
import org.autorl.site.changes.Changes;
import org.autorl.site.compare.PageData;
import org.autorl.site.page.Chart;
import org.autorl.site.page.Fact;
import org.autorl.site.page.Text;
import org.autorl.site.read.Handed;
import org.autorl.site.read.Result;
import org.autorl.site.read.RunReader;

/** The page of an attempt. */
public final class AttemptPages {
  /** Lines of metrics that are drawn. */
  private static final int METRIC_LINES = 20_000;

  private static final List<String> DRAWN = List.of("loss", "reward", "kl", "entropy");

  /** A submission. */
  public record SubmissionRow(
      String number,
      String link,
      String at,
      String path,
      String score,
      String scoreLink,
      String note,
      String digest,
      String revision,
      boolean chosen) {}

  /**
   * The page.
   *
   * @param trajectories how many pages the trajectory has
   * @param contamination whether sealed items were looked for in the agent's files
   * @param banners changes of its score, newest first
   * @param page its path without {@code .html}
   * @param ended the ledger's line that has what was spent; empty if it has not ended
   */
  public record View(
      String title,
      String task,
      String run,
      String outcome,
      String explanation,
      List<Fact> facts,
      String chart,
      List<SubmissionRow> submissions,
      Optional<DiagnosisViews.View> diagnosis,
      Optional<SummaryViews.View> summary,
      List<Fact> lineage,
      List<BudgetViews.BarPart> bar,
      List<BudgetViews.Row> spent,
      List<String> charts,
      int ledgerLines,
      int trajectories,
      String log,
      boolean contamination,
      List<Banner> banners,
      String page,
      String ended) {
    /** Whether its score counts no longer. */
    public boolean withdrawn() {
      return banners.stream().anyMatch(Banner::withdrawn);
    }
  }

  private AttemptPages() {}

  static View view(
      RunRecord run,
      RunReader.Attempt attempt,
      AttemptFiles files,
      List<Handed> handed,
      List<LedgerEntry> ledger,
      int trajectories,
      List<Changes.Mark> marks) {
    AttemptRecord a = attempt.record();
    List<Banner> banners = Banner.of(marks, a.task(), a.seed());
    return new View(
        a.task() + ", seed " + a.seed(),
        a.task(),
        run.id(),
        a.state(),
        a.explanation(),
        facts(a, ledger, banners.stream().anyMatch(Banner::withdrawn)),
        chart(a, handed),
        handed.stream().map(h -> row(h, a.chosen(), ledger)).toList(),
        files.diagnosis().map(DiagnosisViews::of),
        files.summary().map(SummaryViews::of),
        lineage(ledger),
        BudgetViews.bar(a.spent()),
        BudgetViews.kinds(a.spent()),
        charts(files),
        ledger.size(),
        trajectories,
        files.log(),
        Files.isRegularFile(
            files.folder().resolve("contamination.json"), LinkOption.NOFOLLOW_LINKS),
        banners,
        page(run, a),
        LedgerViews.link(ledger, EventKind.Step.ATTEMPT_ENDED));
  }

  /** The path of an attempt's page without its {@code .html}. */
  static String page(RunRecord run, AttemptRecord attempt) {
    return "runs/%s/%s/seed-%d/index".formatted(run.id(), attempt.task(), attempt.seed());
  }

  /** The page as JSON. */
  static PageData data(RunReader.Run run, RunReader.Attempt attempt, View view, String comparable) {
    AttemptRecord a = attempt.record();
    String folder = view.page().substring(0, view.page().length() - "index".length());
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Agent stack", RunPages.stack(run.record())));
    facts.add(new Fact("Run", run.record().id()));
    facts.add(new Fact("Outcome", view.withdrawn() ? Result.WITHDRAWN : view.outcome()));
    facts.add(new Fact("How it ended", view.explanation()));
    view.banners().forEach(banner -> facts.add(new Fact("Change", banner.sentence())));
    facts.add(new Fact("Submissions", Integer.toString(view.submissions().size())));
    view.spent().forEach(spent -> facts.add(new Fact("Spent: " + spent.kind(), spent.spent())));
    view.diagnosis().ifPresent(d -> facts.add(new Fact("Route", d.route())));
    view.lineage().forEach(fact -> facts.add(new Fact("Lineage: " + fact.name(), fact.value())));
    return new PageData(
        PageData.Kind.ATTEMPT,
        "%s, run %s".formatted(view.title(), view.run()),
        view.page(),
        facts,
        List.of(
            measure(view, 0, a.sealed().map(Score::value), comparable, folder),
            measure(view, 1, a.improvement(), comparable, folder),
            measure(view, 2, a.sealedBaseline().map(Score::value), comparable, folder),
            measure(view, 3, a.practice().map(Score::value), comparable, folder),
            measure(view, 4, a.baseline().map(Score::value), comparable, folder)),
        run.attempts().stream()
            .filter(other -> !other.equals(attempt))
            .map(
                other ->
                    new PageData.Other(
                        page(run.record(), other.record()),
                        "%s, seed %d".formatted(other.record().task(), other.record().seed())))
            .toList(),
        Optional.empty());
  }

  /** A score of the page; a withdrawn one has no value that could be subtracted. */
  private static PageData.Measure measure(
      View view, int fact, Optional<Double> value, String comparable, String folder) {
    Fact shown = view.facts().get(fact);
    return new PageData.Measure(
        shown.name(),
        shown.gone() ? shown.value() + ", withdrawn" : shown.value(),
        value.filter(number -> !shown.gone()),
        comparable,
        shown.link().isEmpty() ? "" : folder + shown.link());
  }

  private static List<Fact> facts(AttemptRecord a, List<LedgerEntry> ledger, boolean withdrawn) {
    String sealed = LedgerViews.link(ledger, EventKind.Step.SEALED_GRADED);
    String practice =
        a.chosen()
            .map(n -> LedgerViews.link(ledger, EventKind.Step.SUBMISSION_GRADED, n))
            .orElse("");
    return List.of(
        new Fact("Sealed score", Text.withError(a.sealed()), sealed, withdrawn),
        new Fact(
            "Improvement over the base policy",
            a.improvement().map(Text::signed).orElse("unknown"),
            sealed,
            withdrawn),
        new Fact(
            "Sealed baseline",
            Text.withError(a.sealedBaseline()),
            LedgerViews.link(ledger, EventKind.Step.SEALED_BASELINE_GRADED)),
        new Fact("Practice score", Text.withError(a.practice()), practice, withdrawn),
        new Fact(
            "Practice baseline",
            Text.withError(a.baseline()),
            LedgerViews.link(ledger, EventKind.Step.BASELINE_GRADED)),
        new Fact("Ledger head", LedgerViews.head(ledger), "ledger.html"));
  }

  private static SubmissionRow row(
      Handed handed, Optional<Integer> chosen, List<LedgerEntry> ledger) {
    Submission submission = handed.submission();
    return new SubmissionRow(
        Integer.toString(submission.number()),
        "submissions/" + submission.number() + ".html",
        Text.number(submission.elapsedSeconds()) + " s",
        submission.path(),
        Text.withError(handed.verdict().flatMap(Verdict::scored)),
        LedgerViews.link(ledger, EventKind.Step.SUBMISSION_GRADED, submission.number()),
        note(handed.verdict()),
        shortened(submission.contentDigest(), 12),
        submission.codeRevision().map(r -> shortened(r, 8)).orElse("–"),
        chosen.equals(Optional.of(submission.number())));
  }

  private static String shortened(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  /** Why a submission has no score; empty if it has one. */
  static String note(Optional<Verdict> verdict) {
    return verdict
        .map(
            v ->
                v instanceof Verdict.Rejected rejected
                    ? "refused: " + rejected.reason()
                    : v instanceof Verdict.GraderFailed
                        ? "the grader failed; not the agent's fault"
                        : "")
        .orElse("not graded");
  }

  private static String chart(AttemptRecord record, List<Handed> handed) {
    List<double[]> points = new ArrayList<>();
    for (Handed one : handed) {
      Optional<Score> score = one.verdict().flatMap(Verdict::scored);
      score.ifPresent(s -> points.add(new double[] {one.submission().elapsedSeconds(), s.value()}));
    }
    return new Chart(
            "Practice score of each submission",
            "agent seconds",
            points,
            record.baseline().map(Score::value))
        .svg();
  }

  private static List<String> charts(AttemptFiles files) {
    List<List<double[]>> drawn = new ArrayList<>();
    DRAWN.forEach(key -> drawn.add(new ArrayList<>()));
    int[] line = {0};
    files.objects(
        "metrics.jsonl",
        values -> {
          line[0]++;
          for (int i = 0; i < drawn.size(); i++) {
            JsonNode value = values.path(DRAWN.get(i));
            if (value.isNumber()) {
              drawn.get(i).add(new double[] {line[0], value.asDouble()});
            }
          }
          return line[0] < METRIC_LINES;
        });
    List<String> charts = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      if (drawn.get(i).size() > 1) {
        charts.add(new Chart(DRAWN.get(i), "update", drawn.get(i), Optional.empty()).svg());
      }
    }
    return charts;
  }

  /** Where the final submission's weights come from; empty if nobody has looked yet. */
  private static List<Fact> lineage(List<LedgerEntry> ledger) {
    return ledger.stream()
        .filter(entry -> entry.kind().equals(EventKind.Step.LINEAGE_FOUND.wire()))
        .map(entry -> Json.fromTree(entry.data().path("lineage"), Lineage.class))
        .findFirst()
        .map(found -> lineage(found, LedgerViews.link(ledger, EventKind.Step.LINEAGE_FOUND)))
        .orElse(List.of());
  }

  private static List<Fact> lineage(Lineage lineage, String link) {
    return List.of(
        new Fact("Finding", lineage.sentence(), link),
        new Fact("Tensors changed", "%d of %d".formatted(lineage.changed(), lineage.tensors())),
        new Fact(
            "Largest change of one weight",
            String.format(Locale.ROOT, "%.4g", lineage.maxAbsChange())),
        new Fact(
            "Cosine of the matrices with the base policy's",
            String.format(Locale.ROOT, "%.4f", lineage.cosine())),
        new Fact(
            "Tokenizer, chat template, settings",
            lineage.texts().isEmpty() ? "the base policy's" : String.join("; ", lineage.texts())));
  }
}
