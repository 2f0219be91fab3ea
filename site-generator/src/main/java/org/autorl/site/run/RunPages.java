package org.autorl.site.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Combined;
import org.autorl.records.InferenceWorker;
import org.autorl.records.Isolation;
import org.autorl.records.LedgerEntry;
import org.autorl.records.RunRecord;
import org.autorl.records.Score;
import org.autorl.site.changes.Changes;
import org.autorl.site.compare.PageData;
import org.autorl.site.page.Fact;
import org.autorl.site.page.Pages;
import org.autorl.site.page.Text;
import org.autorl.site.read.RunReader;

/** Writes all pages of one run, and beside them the files that they were made from. */
public final class RunPages {
  private static final List<String> COPIED =
      List.of(
          "attempt.json",
          "contamination.json",
          "ledger.jsonl",
          "metrics.jsonl",
          "model-summary.json",
          "report.json",
          "trajectory.jsonl");

  /** An attempt on its run's page. */
  public record Card(
      String title,
      String link,
      String outcome,
      String explanation,
      List<Fact> scores,
      boolean withdrawn,
      String page,
      String chart,
      List<BudgetViews.BarPart> bar) {}

  /** The page of a run. */
  public record View(
      String title,
      String agent,
      boolean unisolated,
      List<Fact> facts,
      List<Card> attempts,
      List<String> problems,
      String page) {}

  private RunPages() {}

  /**
   * Writes the pages of a run.
   *
   * @param marks changes of its scores
   * @return what else of the run could not be read, a sentence each
   * @throws IllegalStateException if the run holds what no page can show
   * @throws IOException if a page cannot be written
   */
  public static List<String> write(Pages pages, RunReader.Run run, List<Changes.Mark> marks)
      throws IOException {
    String folder = "runs/" + run.record().id() + "/";
    List<Card> cards = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (RunReader.Attempt attempt : run.attempts()) {
      AttemptRecord record = attempt.record();
      String place = "%s, seed %d: ".formatted(record.task(), record.seed());
      AttemptFiles files = new AttemptFiles(attempt.folder(), what -> problems.add(place + what));
      cards.add(write(pages, folder, run, attempt, files, marks));
    }
    RunRecord record = run.record();
    View view =
        new View(
            record.id(),
            record.agent().scaffold(),
            record.isolation() == Isolation.UNISOLATED,
            facts(run, cards),
            cards,
            Stream.concat(run.problems().stream(), problems.stream()).toList(),
            folder + "index");
    pages.page(folder + "index.html", "run.ftlh", Map.of("run", view));
    data(run, view).write(pages);
    return problems;
  }

  private static Card write(
      Pages pages,
      String folder,
      RunReader.Run run,
      RunReader.Attempt attempt,
      AttemptFiles files,
      List<Changes.Mark> marks)
      throws IOException {
    AttemptRecord record = attempt.record();
    String own = record.task() + "/seed-" + record.seed() + "/";
    List<LedgerEntry> ledger = files.ledger();
    int trajectories = TrajectoryPages.write(pages, folder + own, run, attempt, files);
    AttemptPages.View view =
        AttemptPages.view(
            run.record(), attempt, files, attempt.handed(), ledger, trajectories, marks);
    String comparable = comparable(run, record.task());
    pages.page(folder + own + "index.html", "attempt.ftlh", Map.of("attempt", view));
    AttemptPages.data(run, attempt, view, comparable).write(pages);
    pages.page(
        folder + own + "ledger.html",
        "ledger.ftlh",
        Map.of(
            "attempt",
            view,
            "lines",
            LedgerViews.lines(ledger),
            "cut",
            ledger.size() == AttemptFiles.LEDGER_LINES));
    SubmissionPages.write(pages, folder + own, view, attempt, comparable);
    for (String name : COPIED) {
      copy(files, name, pages.out().resolve(folder + own + name));
    }
    List<Fact> scores = new ArrayList<>();
    for (Fact fact : view.facts().subList(0, 4)) {
      String link = fact.link().isEmpty() ? "" : own + fact.link();
      scores.add(new Fact(fact.name(), fact.value(), link, fact.gone()));
    }
    scores.add(new Fact("Submissions", Integer.toString(attempt.handed().size())));
    return new Card(
        view.title(),
        own + "index.html",
        view.outcome(),
        view.explanation(),
        scores,
        view.withdrawn(),
        view.page(),
        view.chart(),
        view.bar());
  }

  /** The page as JSON. */
  private static PageData data(RunReader.Run run, View view) {
    List<PageData.Measure> scores = new ArrayList<>();
    for (int i = 0; i < run.attempts().size(); i++) {
      AttemptRecord record = run.attempts().get(i).record();
      Card card = view.attempts().get(i);
      Fact sealed = card.scores().get(0);
      scores.add(
          new PageData.Measure(
              card.title() + ": " + sealed.name().toLowerCase(Locale.ROOT),
              card.withdrawn() ? sealed.value() + ", withdrawn" : sealed.value(),
              record.sealed().map(Score::value).filter(score -> !card.withdrawn()),
              comparable(run, record.task()),
              "runs/" + run.record().id() + "/" + card.link()));
    }
    return new PageData(
        PageData.Kind.RUN,
        "Run " + view.title(),
        view.page(),
        view.facts(),
        scores,
        List.of(),
        Optional.empty());
  }

  /** An agent stack with its version. */
  static String stack(RunRecord record) {
    return "%s%s, driver %s, mode %s"
        .formatted(
            record.agent().scaffold(),
            record.agent().version().map(v -> " " + v).orElse(""),
            record.agent().driver().orElse("none"),
            record.agent().mode());
  }

  /** What was made from a file that cannot be read has told of it. */
  private static void copy(AttemptFiles files, String name, Path to) throws IOException {
    Path from = files.folder().resolve(name);
    if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(from)) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Fact> facts(RunReader.Run run, List<Card> cards) {
    RunRecord record = run.record();
    return List.of(
        new Fact("Improvement, all tasks", combined(run, cards)),
        new Fact("Agent stack", stack(record)),
        new Fact(
            "Suite",
            "%s, protocol %d, fingerprint %s"
                .formatted(record.suite(), record.protocol(), record.suiteFingerprint())),
        new Fact(
            "Machine",
            "%s; %s, %d cores, %s; %s"
                .formatted(
                    record.machine().os(),
                    record.machine().cpu(),
                    record.machine().cores(),
                    record.machine().memory(),
                    record.machine().jdk())),
        new Fact(
            "Inference worker",
            record.worker().map(InferenceWorker::sentence).orElse("not recorded")),
        new Fact(
            "Code",
            "version %s, commit %s%s"
                .formatted(
                    record.version(),
                    record.commit().orElse("unknown"),
                    record.dirty() ? " with local changes" : "")),
        new Fact("Started", record.startedAt().toString()));
  }

  /** Withdrawn scores do not count. */
  private static String combined(RunReader.Run run, List<Card> cards) {
    List<String> tasks = run.record().tasks();
    List<AttemptRecord> attempts =
        IntStream.range(0, cards.size())
            .filter(i -> !cards.get(i).withdrawn())
            .mapToObj(i -> run.attempts().get(i).record())
            .toList();
    String rule = run.suite().combination().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    Optional<Double> combined = Combined.improvement(run.suite(), tasks, attempts);
    return combined
        .map(value -> "%s, %s of %d".formatted(Text.signed(value), rule, tasks.size()))
        .orElse("unknown: not every task has a score");
  }

  /** What makes scores on a task comparable: how they are made, and what numbers mean. */
  private static String comparable(RunReader.Run run, String task) {
    return run.fingerprints().getOrDefault(task, "") + "/" + run.record().protocol();
  }
}
