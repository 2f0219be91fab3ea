package org.autorl.site.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;
import org.autorl.site.compare.PageData;
import org.autorl.site.page.Fact;
import org.autorl.site.page.Pages;
import org.autorl.site.page.Text;
import org.autorl.site.read.Handed;
import org.autorl.site.read.RunReader;

/** The pages of an attempt's submissions. */
public final class SubmissionPages {
  /** Files that a page lists: a policy has a handful, a hostile one may have thousands. */
  private static final int FILES = 200;

  /** A file of the snapshot. */
  public record FileRow(String path, String size, String digest) {}

  /** The page. */
  public record View(
      String number,
      boolean chosen,
      String note,
      List<Fact> facts,
      List<FileRow> files,
      int moreFiles,
      Optional<CodeDiffs.Diff> diff,
      String previous,
      String next,
      String page) {}

  private SubmissionPages() {}

  static void write(
      Pages pages,
      String folder,
      AttemptPages.View attempt,
      RunReader.Attempt read,
      String comparable)
      throws IOException {
    List<Handed> handed = read.handed();
    if (handed.isEmpty()) {
      return;
    }
    List<PageData> all = new ArrayList<>();
    try (CodeDiffs diffs = CodeDiffs.open(read.folder().resolve("code.git"))) {
      Optional<String> before = Optional.empty();
      for (int i = 0; i < handed.size(); i++) {
        Submission submission = handed.get(i).submission();
        Optional<CodeDiffs.Diff> diff =
            diffs.between(before, submission.codeRevision(), submission.number());
        String page = folder + "submissions/" + submission.number();
        View view =
            view(
                handed.get(i),
                i == 0 ? Optional.empty() : Optional.of(handed.get(i - 1)),
                attempt.submissions().get(i),
                diff,
                i == handed.size() - 1 ? "" : handed.get(i + 1).submission().number() + ".html",
                page);
        pages.page(
            page + ".html", "submission.ftlh", Map.of("submission", view, "attempt", attempt));
        Optional<String> code = diffs.write(pages, folder, submission.codeRevision());
        all.add(data(folder, attempt, handed.get(i), view, comparable, code));
        before = submission.codeRevision();
      }
    }
    pages.text(folder + "submissions.json", PageData.text(all));
  }

  private static PageData data(
      String folder,
      AttemptPages.View attempt,
      Handed own,
      View view,
      String comparable,
      Optional<String> code) {
    Optional<Score> score = own.verdict().flatMap(Verdict::scored);
    Fact practice = view.facts().get(0);
    List<Fact> facts = new ArrayList<>(List.of(new Fact("Attempt", attempt.title())));
    facts.addAll(view.facts().subList(1, view.facts().size()));
    if (!view.note().isEmpty()) {
      facts.add(new Fact("Note", view.note()));
    }
    return new PageData(
        PageData.Kind.SUBMISSION,
        "Submission %s of %s, run %s".formatted(view.number(), attempt.title(), attempt.run()),
        view.page(),
        facts,
        List.of(
            new PageData.Measure(
                practice.name(),
                attempt.withdrawn() ? practice.value() + ", withdrawn" : practice.value(),
                score.map(Score::value).filter(value -> !attempt.withdrawn()),
                comparable,
                practice.link().isEmpty() ? "" : folder + practice.link().substring(3))),
        List.of(),
        code);
  }

  private static View view(
      Handed handed,
      Optional<Handed> before,
      AttemptPages.SubmissionRow row,
      Optional<CodeDiffs.Diff> diff,
      String next,
      String page) {
    Submission submission = handed.submission();
    String graded = row.scoreLink().isEmpty() ? "" : "../" + row.scoreLink();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Practice score", row.score(), graded));
    before
        .flatMap(
            earlier ->
                gain(handed, earlier)
                    .map(
                        gain ->
                            new Fact(
                                "Against " + named(earlier),
                                Text.signed(gain),
                                graded.isEmpty() ? "" : "../" + graded)))
        .ifPresent(facts::add);
    facts.add(new Fact("Agent time", row.at()));
    facts.add(new Fact("Received", submission.at().toString()));
    facts.add(new Fact("Path in the workspace", submission.path()));
    facts.add(new Fact("Content", submission.contentDigest()));
    facts.add(new Fact("Code revision", submission.codeRevision().orElse("none")));
    List<FileRow> files =
        submission.files().stream()
            .limit(FILES)
            .map(file -> new FileRow(file.path(), file.size().toString(), file.sha256()))
            .toList();
    return new View(
        row.number(),
        row.chosen(),
        row.note(),
        facts,
        files,
        submission.files().size() - files.size(),
        diff,
        before.map(earlier -> earlier.submission().number() + ".html").orElse(""),
        next,
        page);
  }

  private static String named(Handed handed) {
    return "submission " + handed.submission().number();
  }

  /** How much better it is in practice than another; empty unless both were graded. */
  private static Optional<Double> gain(Handed handed, Handed other) {
    Optional<Score> before = other.verdict().flatMap(Verdict::scored);
    return handed
        .verdict()
        .flatMap(Verdict::scored)
        .flatMap(score -> before.map(score::improvementOver));
  }
}
