package org.autorl.runner.imports;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.autorl.records.Bytes;
import org.autorl.records.Digest;

/** Rows in a file, and a program that grades an answer to one of them. */
final class PerSample {
  private static final String ROWS = "data/train.jsonl";
  private static final String PROGRAM = "eval.py";
  private static final Pattern EVALUATE = Pattern.compile("^def +evaluate *\\(", Pattern.MULTILINE);

  /** What `check` can read in the memory that it allows itself. */
  private static final Bytes MOST_ROWS = Bytes.ofMebibytes(32);

  private static final List<String> GRADER =
      """
      grader program('eval.py') {
          follows   'eval.py of Agent² RL-Bench, greedy, bare prompts'
          passAt    50           // not stated there: grade the base policy first, then choose
          maxTokens 2048         // as there
          timeout   10.seconds   // not stated there
      }
      """
          .lines()
          .toList();

  private final SourceFolder folder;
  private final Problems problems;
  private final List<String> notCarried;
  private final Map<String, byte[]> files;

  /**
   * A task that is graded so.
   *
   * @param notCarried takes in what is left behind
   * @param files takes in what is written
   */
  PerSample(SourceFolder folder, List<String> notCarried, Map<String, byte[]> files) {
    this.folder = folder;
    this.problems = folder.problems();
    this.notCarried = notCarried;
    this.files = files;
  }

  /** What it makes of the task; empty if there is a problem with it. */
  Optional<Part> part() {
    boolean fetches = folder.has("download_data.py");
    Optional<String> text =
        folder.text(
            ROWS,
            MOST_ROWS,
            fetches
                ? "Run the folder's `download_data.py` first, if you trust it."
                : "A task that is graded by sample has its rows there.");
    Optional<Rows> rows = text.flatMap(said -> Rows.read(said, folder.at(ROWS), problems));
    Optional<byte[]> program =
        folder.bytes(
            PROGRAM,
            Bytes.ofMebibytes(1),
            "A task that is graded by sample has its `evaluate` there.");
    if (program.isPresent() && !grades(program.get())) {
      problems.add(
          "`" + PROGRAM + "` has no function `evaluate`",
          folder.at(PROGRAM),
          "it has `def evaluate(question, model_answer, reference_answer)`",
          "Define it at the left margin of the file.");
    }
    if (rows.isEmpty() || program.isEmpty()) {
      return Optional.empty();
    }
    String items = rows.get().content();
    files.put("items.jsonl", items.getBytes(StandardCharsets.UTF_8));
    files.put(PROGRAM, program.get());
    sayHowTextsChanged(rows.get());
    return Optional.of(
        new Part(
            "embedded",
            List.of(ROWS, PROGRAM),
            text.orElse("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet()),
            data(rows.get(), Digest.sha256(items)),
            GRADER));
  }

  /** Whether a program has the function that grades a completion. */
  static boolean grades(byte[] program) {
    return EVALUATE.matcher(new String(program, StandardCharsets.UTF_8)).find();
  }

  private void sayHowTextsChanged(Rows rows) {
    if (!rows.texts()) {
      notCarried.add(
          "questions and answers that are no texts: they are JSON text now, and `evaluate` is given"
              + " that");
    }
  }

  private static List<String> data(Rows rows, String digest) {
    int hidden = rows.visible() + rows.practice();
    return """
        // The %d rows of data/train.jsonl by the SHA-256 of their questions, so that their old order says nothing. Of
        // the different questions, three fifths are visible, one fifth is practice and one fifth sealed, at least one
        // each; rows with the same question stay together. The agent sees none of the rows that it is graded on.
        // The licence of the rows is not stated there: look for it, and write it here.
        data file('items.jsonl', licence: 'LicenseRef-unknown', digest: '%s') {
            visible  %d
            practice %d, after: %d
            sealed   %d, after: %d
        }
        """
        .formatted(
            rows.lines().size(),
            digest,
            rows.visible(),
            rows.practice(),
            rows.visible(),
            rows.sealed(),
            hidden)
        .lines()
        .toList();
  }
}
