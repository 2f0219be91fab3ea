package org.autorl.runner.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Diagnosis;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.ModelSummary;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.records.VisibleText;
import org.autorl.records.statistics.Estimate;
import org.autorl.records.statistics.SuccessRates;
import org.autorl.runner.analysis.DiagnosisFiles;
import org.autorl.runner.analysis.TaskResult;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.ledger.LedgerBroken;
import org.autorl.runner.summary.NoSummary;
import org.autorl.runner.summary.Summarizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    description = {
      "Say how a run's attempts went, from their artefacts; write report.json anew.",
      "With `--driver`, that model also tells it in sentences that name their steps; see docs/reference/report.md."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Run folder.")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print the diagnoses as JSON.")
  private boolean json;

  @Mixin private DriverOptions drivers = new DriverOptions();

  @Override
  public Integer call() throws Exception {
    RunFolder run = NamedRun.at(folder);
    Optional<Summarizer> summarizer =
        drivers
            .server(System.getenv())
            .map(driver -> new Summarizer(driver, InstantSource.system()));
    try {
      return report(run, summarizer);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "the run cannot be read: " + e.getMessage(),
          "It may be of another version of AutoRL; `autorl verify " + folder + "` tells more.");
    }
  }

  private int report(RunFolder run, Optional<Summarizer> summarizer)
      throws IOException, InterruptedException {
    RunRecord record = run.run();
    Suite suite = run.suite();
    ObjectNode all = Json.object();
    ArrayNode attempts = all.putArray("attempts");
    ArrayNode tasks = all.putArray("tasks");
    for (String id : record.tasks()) {
      Optional<Task> task = suite.task(id);
      List<AttemptRecord> ended = new ArrayList<>();
      for (long seed : record.seeds()) {
        AttemptFolder attempt = run.attempt(id, seed);
        if (task.isPresent() && Files.isRegularFile(attempt.ledger())) {
          one(task.get(), record, attempt, summarizer, attempts).ifPresent(ended::add);
        }
      }
      if (!ended.isEmpty()) {
        TaskResult result = TaskResult.of(task.orElseThrow(), run, ended);
        tasks.add(Json.tree(result));
        if (!json) {
          print(result);
        }
      }
    }
    if (json) {
      System.out.print(Json.pretty(all));
    }
    return 0;
  }

  /** The attempt's record, if it has ended. */
  private Optional<AttemptRecord> one(
      Task task,
      RunRecord run,
      AttemptFolder attempt,
      Optional<Summarizer> summarizer,
      ArrayNode all)
      throws IOException, InterruptedException {
    List<LedgerEntry> ledger = ledger(attempt);
    Optional<AttemptRecord> ended =
        ledger.stream()
            .filter(entry -> entry.is(EventKind.Step.ATTEMPT_ENDED))
            .findFirst()
            .map(entry -> Json.fromTree(entry.data().path("attempt"), AttemptRecord.class));
    if (ended.isEmpty()) {
      System.err.printf("%s has not ended; `autorl resume` goes on with it%n", attempt.root());
      return ended;
    }
    DiagnosisFiles files = DiagnosisFiles.of(task, Optional.of(run), attempt, ended.get(), ledger);
    if (summarizer.isPresent()) {
      summarize(summarizer.get(), task, attempt, ended.get(), files.diagnosis());
    }
    // After the summary: the site looks at the report's time to see whether something changed.
    files.write();
    Optional<ModelSummary> summary = summary(attempt);
    if (json) {
      ObjectNode entry = all.addObject().put("task", task.id()).put("seed", ended.get().seed());
      entry.set("report", Json.tree(files.diagnosis()));
      summary.ifPresent(told -> entry.set("modelSummary", Json.tree(told)));
    } else {
      print(task, ended.get(), files.diagnosis());
      summary.ifPresent(ReportCommand::print);
    }
    return ended;
  }

  /** An attempt of which a model says nothing costs the others nothing. */
  private static void summarize(
      Summarizer summarizer,
      Task task,
      AttemptFolder folder,
      AttemptRecord attempt,
      Diagnosis diagnosis)
      throws IOException, InterruptedException {
    System.err.printf("%s, seed %d: asking the model%n", task.id(), attempt.seed());
    try {
      ModelSummary summary = summarizer.of(task, folder, attempt, diagnosis);
      AtomicFile.write(folder.modelSummary(), Json.pretty(summary));
    } catch (NoSummary e) {
      System.err.printf(
          "%s, seed %d has no summary: %s%n", task.id(), attempt.seed(), e.getMessage());
    }
  }

  private static Optional<ModelSummary> summary(AttemptFolder attempt) throws IOException {
    Path file = attempt.modelSummary();
    return Files.isRegularFile(file)
        ? Optional.of(Json.read(Files.readString(file), ModelSummary.class))
        : Optional.empty();
  }

  private static void print(ModelSummary summary) {
    line("in words", "by " + summary.model() + ", checked by nobody");
    for (ModelSummary.Sentence sentence : summary.sentences()) {
      line("", VisibleText.of(sentence.text()) + " " + sentence.steps());
    }
  }

  private List<LedgerEntry> ledger(AttemptFolder attempt) throws IOException {
    try {
      return Ledger.read(attempt.ledger());
    } catch (LedgerBroken e) {
      throw new UserError(
          String.valueOf(e.getMessage()),
          "Nothing is made of a ledger that was changed; `autorl verify "
              + folder
              + "` tells more.");
    }
  }

  private static void print(Task task, AttemptRecord attempt, Diagnosis diagnosis) {
    System.out.printf("%s, seed %d: %s%n", task.id(), attempt.seed(), attempt.state());
    line("route", diagnosis.route().label().text() + ": " + diagnosis.route().why());
    diagnosis.route().evidence().forEach(e -> line("", e.where() + ": " + e.text()));
    diagnosis.route().against().forEach(e -> line("against", e.where() + ": " + e.text()));
    line(
        "mode",
        diagnosis.mode().mode()
            + diagnosis.mode().complies().map(kept -> kept ? ", kept" : ", broken").orElse("")
            + ": "
            + diagnosis.mode().why());
    diagnosis
        .timeLine()
        .ifPresent(
            time ->
                line(
                    "time",
                    String.join(
                        ", ",
                        time.shares().stream()
                            .map(
                                share ->
                                    String.format(
                                        Locale.ROOT,
                                        "%s %.0f s",
                                        share.activity().name().toLowerCase(Locale.ROOT),
                                        share.seconds()))
                            .toList())));
    for (Diagnosis.Jump jump : diagnosis.jumps()) {
      line(
          "jump",
          String.format(
              Locale.ROOT,
              "%+.1f from submission %d to %d: %s",
              jump.change(),
              jump.from(),
              jump.to(),
              jump.files().isEmpty() ? "with the same code" : String.join(", ", jump.files())));
    }
    if (!diagnosis.rollbacks().isEmpty()) {
      line("rollbacks", Integer.toString(diagnosis.rollbacks().size()));
    }
    line(
        "claims",
        "%d recorded, %d not"
            .formatted(diagnosis.claims().matched(), diagnosis.claims().unmatched()));
    diagnosis
        .gap()
        .ifPresent(
            gap ->
                line(
                    "gap",
                    String.format(Locale.ROOT, "%+.1f from practice over sealed", gap.scores())));
    diagnosis.contamination().ifPresent(found -> line("sealed items", sentence(found)));
    diagnosis
        .failures()
        .forEach(
            f -> line("failure", f.type().text() + ": " + f.why() + " (" + f.artefact() + ")"));
    diagnosis.limits().forEach(limit -> line("limit", limit));
  }

  private static void print(TaskResult result) {
    SuccessRates rates = result.rates();
    System.out.printf(
        "%s: of %d attempts, %d were graded and %d improved%n",
        result.task(), rates.asked(), rates.executed(), rates.improved());
    result.score().ifPresent(score -> line("score", estimate("%.1f", score)));
    result
        .improvement()
        .ifPresent(
            better ->
                line(
                    "improvement",
                    estimate("%+.1f", better)
                        + result
                            .p()
                            .map(p -> String.format(Locale.ROOT, ", p %.3g", p))
                            .orElse("")));
  }

  private static String estimate(String form, Estimate estimate) {
    return String.format(
        Locale.ROOT,
        form + ", from " + form + " to " + form + " over %d items",
        estimate.value(),
        estimate.interval().low(),
        estimate.interval().high(),
        estimate.items());
  }

  private static String sentence(Diagnosis.Contamination found) {
    return "of %d, %d found whole and %d in part in %d files of the agent; %d cannot be told%s"
        .formatted(
            found.items(),
            found.whole().size(),
            found.overlapping().size(),
            found.files(),
            found.tooShort(),
            found.whole().isEmpty() ? "" : ": " + String.join(", ", found.whole()));
  }

  private static void line(String name, String text) {
    System.out.printf("  %-12s  %s%n", name, text);
  }
}
