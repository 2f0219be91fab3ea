package org.autorl.runner.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.LedgerEntry;
import org.autorl.runner.folder.AttemptFolder;

/** What is found while the folder of one attempt is checked. */
final class Findings {
  private final AttemptFolder folder;
  private final List<Problem> problems = new ArrayList<>();
  private int files;
  private int leftOut;

  Findings(AttemptFolder folder) {
    this.folder = folder;
  }

  /** A file's text, whatever its bytes are: what is not UTF-8 is not what was written. */
  static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** How many files were held against something. */
  int files() {
    return files;
  }

  /** How many files of weights are not here, and need not be. */
  int filesLeftOut() {
    return leftOut;
  }

  void leftOut() {
    leftOut++;
  }

  void count(int more) {
    files += more;
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  void addAll(List<Problem> more) {
    problems.addAll(more);
  }

  /** A line of the ledger is not as it was written. */
  void wrong(LedgerEntry entry, String what) {
    problems.add(new Problem(folder.ledger(), Optional.of((int) entry.seq() + 1), what));
  }

  void expect(boolean holds, Path file, String otherwise) {
    if (!holds) {
      problems.add(Problem.of(file, otherwise));
    }
  }

  /** A file has the text that a line of the ledger gives. */
  void same(Path file, String text, LedgerEntry entry) throws IOException {
    files++;
    expect(
        Files.isRegularFile(file) && text(file).equals(text),
        file,
        "is not what line " + (entry.seq() + 1) + " of its ledger says");
  }
}
