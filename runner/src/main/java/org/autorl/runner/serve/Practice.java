package org.autorl.runner.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;
import org.autorl.runner.folder.AttemptFolder;

/** How far an attempt is, by the finished lines of its ledger. */
final class Practice {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 120;
  private static final int MARGIN = 8;

  private record Handed(Submission submission, Optional<Verdict> verdict) {
    Optional<Score> score() {
      return verdict.flatMap(Verdict::scored);
    }
  }

  private final List<LedgerEntry> entries;
  private final Optional<Score> baseline;
  private final TreeMap<Integer, Handed> handed = new TreeMap<>();
  private final Optional<Integer> chosen;

  private Practice(List<LedgerEntry> entries) {
    this.entries = entries;
    this.baseline =
        last(EventKind.Step.BASELINE_GRADED)
            .map(entry -> Json.fromTree(entry.data().path("score"), Score.class));
    for (LedgerEntry entry : entries) {
      ObjectNode data = entry.data();
      if (entry.is(EventKind.Step.SUBMISSION_RECEIVED)) {
        Submission submission = Json.fromTree(data.path("submission"), Submission.class);
        handed.put(submission.number(), new Handed(submission, Optional.empty()));
      } else if (entry.is(EventKind.Step.SUBMISSION_GRADED)) {
        Verdict verdict = Json.fromTree(data.path("verdict"), Verdict.class);
        handed.computeIfPresent(
            data.path("number").asInt(),
            (number, one) -> new Handed(one.submission(), Optional.of(verdict)));
      }
    }
    this.chosen =
        last(EventKind.Step.SUBMISSION_CHOSEN).map(entry -> entry.data().path("number").asInt());
  }

  /**
   * Reads a ledger that may be written at the moment.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException naming the line that is none
   */
  static Practice of(AttemptFolder folder) throws IOException {
    List<LedgerEntry> entries = new ArrayList<>();
    if (Files.exists(folder.ledger())) {
      String text = new String(Files.readAllBytes(folder.ledger()), StandardCharsets.UTF_8);
      // What is behind the last line break was not finished.
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
        try {
          if (!line.isEmpty()) {
            entries.add(Json.read(line, LedgerEntry.class));
          }
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "line %d of its ledger is none".formatted(entries.size() + 1), e);
        }
      }
    }
    return new Practice(entries);
  }

  /** Of an attempt of whose ledger nothing is known. */
  static Practice none() {
    return new Practice(List.of());
  }

  private Optional<LedgerEntry> last(EventKind kind) {
    return entries.stream().filter(entry -> entry.is(kind)).reduce((a, b) -> b);
  }

  /** What is done at the moment. */
  String phase() {
    if (entries.isEmpty()) {
      return "starting";
    }
    LedgerEntry last = entries.get(entries.size() - 1);
    Optional<EventKind> kind = EventKind.of(last.kind());
    if (kind.isEmpty() || !(kind.get() instanceof EventKind.Step step)) {
      return "grading the gates";
    }
    return switch (step) {
      case ATTEMPT_STARTED -> "grading the base policy";
      case BASELINE_GRADED -> "setting up";
      case AGENT_STARTED, BUDGET_WARNED, SUBMISSION_GRADED, SUBMISSION_CHOSEN -> agentWorks();
      case SUBMISSION_RECEIVED -> "grading submission " + handed.lastKey();
      case AGENT_INTERRUPTED -> "interrupted";
      case AGENT_ENDED -> "the agent has ended; grading on the sealed split";
      case SEALED_BASELINE_GRADED -> "grading on the sealed split";
      case SEALED_GRADED -> "tracing the weights";
      case LINEAGE_FOUND -> "writing the report";
      case ATTEMPT_ENDED -> "ended";
    };
  }

  private String agentWorks() {
    return handed.values().stream()
        .filter(one -> one.verdict().isEmpty())
        .findFirst()
        .map(one -> "grading submission " + one.submission().number())
        .orElse("the agent works");
  }

  /** The last thing that happened to a submission, or a budget that runs out; for a reader. */
  String news() {
    String news = "";
    for (LedgerEntry entry : entries) {
      if (entry.is(EventKind.Step.SUBMISSION_GRADED)) {
        int number = entry.data().path("number").asInt();
        Optional<Score> score = Optional.ofNullable(handed.get(number)).flatMap(Handed::score);
        news =
            "submission %d %s"
                .formatted(
                    number, score.map(s -> "scores " + Words.score(s)).orElse("was not scored"));
      } else if (entry.is(EventKind.Step.SUBMISSION_CHOSEN)) {
        news = "submission " + entry.data().path("number").asInt() + " is chosen";
      } else if (entry.is(EventKind.Step.BUDGET_WARNED)) {
        news =
            "%d %% of the budget `%s` are spent"
                .formatted(
                    entry.data().path("percent").asInt(), entry.data().path("kind").asText());
      }
    }
    return news;
  }

  Optional<Score> baseline() {
    return baseline;
  }

  /** The best practice score so far, by the metric's direction; the later one of equals. */
  Optional<Score> best() {
    return handed.values().stream()
        .flatMap(one -> one.score().stream())
        .reduce((a, b) -> b.improvementOver(a) >= 0 ? b : a);
  }

  /** How much better a score is than the base policy's; empty without one. */
  String gain(Optional<Score> score) {
    return score
        .flatMap(s -> baseline.map(s::improvementOver))
        .map(gain -> String.format(Locale.ROOT, "%+.1f", gain))
        .orElse("");
  }

  /** A row for each submission. */
  List<LiveView.Row> rows() {
    return handed.values().stream().map(this::row).toList();
  }

  private LiveView.Row row(Handed one) {
    int number = one.submission().number();
    return new LiveView.Row(
        Integer.toString(number),
        Words.seconds(one.submission().elapsedSeconds()),
        one.score().map(Words::score).orElse("–"),
        gain(one.score()),
        one.verdict()
            .map(verdict -> note(verdict, chosen.equals(Optional.of(number))))
            .orElse("being graded"));
  }

  private static String note(Verdict verdict, boolean chosen) {
    if (verdict instanceof Verdict.Rejected rejected) {
      return "refused: " + rejected.reason();
    }
    if (verdict instanceof Verdict.GraderFailed) {
      return "the grader failed; not the agent's fault";
    }
    return chosen ? "chosen" : "";
  }

  /** Scores over the agent's time, in a box of {@value #WIDTH} by {@value #HEIGHT}. */
  LiveView.Drawing drawing() {
    List<Handed> scored = handed.values().stream().filter(one -> one.score().isPresent()).toList();
    if (scored.isEmpty()) {
      return LiveView.Drawing.none();
    }
    double end =
        Math.max(
            1, scored.stream().mapToDouble(o -> o.submission().elapsedSeconds()).max().orElse(1));
    List<Double> values = new ArrayList<>();
    scored.forEach(one -> one.score().ifPresent(score -> values.add(score.value())));
    OptionalDouble base =
        baseline.map(score -> OptionalDouble.of(score.value())).orElse(OptionalDouble.empty());
    List<Double> all = new ArrayList<>(values);
    base.ifPresent(all::add);
    double low = all.stream().mapToDouble(v -> v).min().orElse(0);
    double high = all.stream().mapToDouble(v -> v).max().orElse(1);
    double span = high > low ? high - low : 1;
    StringBuilder points = new StringBuilder();
    // It begins where the base policy is.
    base.ifPresent(value -> points.append(point(0, (value - low) / span)));
    for (int i = 0; i < scored.size(); i++) {
      points.append(
          point(scored.get(i).submission().elapsedSeconds() / end, (values.get(i) - low) / span));
    }
    String words =
        values.stream()
            .map(value -> String.format(Locale.ROOT, "%.1f", value))
            .collect(Collectors.joining(", ", "Practice scores, the first one first: ", ""));
    String baselineAt =
        base.isPresent()
            ? Long.toString(y((base.getAsDouble() - low) / span))
            : LiveView.Drawing.HIDDEN;
    return new LiveView.Drawing(points.toString().strip(), baselineAt, words);
  }

  private static String point(double x, double up) {
    return "%d,%d ".formatted(Math.round(MARGIN + x * (WIDTH - 2 * MARGIN)), y(up));
  }

  private static long y(double up) {
    return Math.round(HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN));
  }
}
