package org.autorl.runner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.autorl.records.Json;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.RunFolder;

/**
 * Checks a run folder with nothing but what is in it: chains, digests, and every number that the
 * board and the run's page show, derived again. Somebody who makes a whole folder anew, all hashes
 * with it, is not noticed; against that, the hash of a ledger's last line can be kept elsewhere.
 */
public final class RunVerifier {
  /**
   * What was found.
   *
   * @param files with a digest
   * @param leftOut files of weights that are not here, and need not be
   * @param problems each names a file, and the line where there is one
   */
  public record Report(List<Head> attempts, int files, int leftOut, List<Problem> problems) {
    public Report {
      attempts = List.copyOf(attempts);
      problems = List.copyOf(problems);
    }

    /** Of all ledgers together. */
    public int ledgerLines() {
      return attempts.stream().mapToInt(Head::lines).sum();
    }
  }

  /**
   * The last line of a ledger, which stands for all of it and for every file that it names.
   *
   * @param hash of that line
   */
  public record Head(String task, long seed, int lines, String hash) {}

  private final RunFolder run;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Head> heads = new ArrayList<>();
  private final Weights weights;
  private int files;
  private int leftOut;

  private RunVerifier(RunFolder run, Weights weights) {
    this.run = run;
    this.weights = weights;
  }

  /** Checks chains and digests, and derives every number again. */
  public static Report verify(RunFolder run) throws IOException {
    return verify(run, Weights.HERE);
  }

  /** The same where the weights may have been left out. */
  public static Report verify(RunFolder run, Weights weights) throws IOException {
    RunVerifier verifier = new RunVerifier(run, weights);
    verifier.all();
    return new Report(verifier.heads, verifier.files, verifier.leftOut, verifier.problems);
  }

  private <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    if (!Files.isRegularFile(file)) {
      problems.add(Problem.of(file, "is missing"));
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Findings.text(file), type));
    } catch (IllegalArgumentException e) {
      problems.add(Problem.of(file, "is " + e.getMessage()));
      return Optional.empty();
    }
  }

  private void all() throws IOException {
    Optional<RunRecord> record = read(run.runJson(), RunRecord.class);
    Optional<Suite> suite = read(run.suiteJson(), Suite.class);
    if (record.isEmpty() || suite.isEmpty()) {
      return;
    }
    if (!suite.get().fingerprint().equals(record.get().suiteFingerprint())) {
      problems.add(Problem.of(run.suiteJson(), "is not the suite that run.json names"));
    }
    added(record.get());
    for (String id : record.get().tasks()) {
      Optional<Task> task = suite.get().task(id);
      if (task.isEmpty()) {
        problems.add(Problem.of(run.suiteJson(), "has no task `" + id + "`"));
        continue;
      }
      for (long seed : record.get().seeds()) {
        AttemptFolder folder = run.attempt(id, seed);
        if (Files.exists(folder.root())) {
          attempt(
              new AttemptVerifier(run, record.get(), suite.get(), task.get(), seed, weights),
              seed,
              id);
        }
      }
    }
  }

  private void attempt(AttemptVerifier verifier, long seed, String task) throws IOException {
    AttemptVerifier.Checked checked = verifier.check();
    problems.addAll(checked.problems());
    files += checked.files();
    leftOut += checked.leftOut();
    checked.hash().ifPresent(hash -> heads.add(new Head(task, seed, checked.lines(), hash)));
  }

  /** What a run's folder has besides, above those of its attempts. */
  private void added(RunRecord record) throws IOException {
    Set<Path> own = new HashSet<>(List.of(run.runJson(), run.suiteJson(), run.lock()));
    Set<Path> above = new HashSet<>();
    for (String task : record.tasks()) {
      above.add(run.root().resolve(task));
      record.seeds().forEach(seed -> own.add(run.attempt(task, seed).root()));
    }
    above.add(run.root());
    for (Path folder : above) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> listed = Files.list(folder)) {
          listed
              .filter(path -> !own.contains(path) && !above.contains(path))
              .sorted()
              .forEach(path -> problems.add(Problem.of(path, "was added")));
        }
      }
    }
  }
}
