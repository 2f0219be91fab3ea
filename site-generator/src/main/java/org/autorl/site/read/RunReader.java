package org.autorl.site.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Digest;
import org.autorl.records.Json;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;
import org.autorl.records.Task;

/** Reads run folders, and a suite that many runs have once. */
public final class RunReader {
  /**
   * A readable run.
   *
   * @param fingerprints of its tasks, by their id
   * @param problems what of it could not be read, a sentence each
   */
  public record Run(
      RunRecord record,
      Suite suite,
      Map<String, String> fingerprints,
      Summary.Source source,
      List<Attempt> attempts,
      List<String> problems) {
    /**
     * What is kept of it.
     *
     * @param ids of items that are known, by their digest; gets those of this run
     */
    public Summary summary(Map<String, List<String>> ids) {
      return new Summary(
          record.id(),
          record.suite(),
          record.suiteFingerprint(),
          record.protocol(),
          record.agent(),
          record.isolation(),
          record.startedAt(),
          record.version(),
          record.commit(),
          attempts.stream().map(attempt -> Result.of(attempt, ids)).toList(),
          problems,
          source);
    }
  }

  /** An attempt; its folder need not be there. */
  public record Attempt(Path folder, AttemptRecord record, List<Handed> handed) {}

  /** Folder of records of changes, beside runs. */
  public static final String CHANGES = "changes";

  /** What lies beside runs: weights by content, grades, and what the cheat zoo leaves. */
  private static final List<String> NO_RUNS =
      List.of("blobs", "grades", CheatReader.FOLDER, PublishedResults.FOLDER, CHANGES);

  /** What may be part of an address and of a file's name as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Map<String, Suite> suites;

  /** Of the tasks of each suite, by the digest of its file. */
  private final Map<String, Map<String, String>> fingerprints = new ConcurrentHashMap<>();

  /**
   * @param suites that are known, by the digest of their file; gets those that are read. A
   *     thread-safe map
   */
  public RunReader(Map<String, Suite> suites) {
    this.suites = suites;
  }

  /**
   * All runs in a folder, by name; none if there is no folder. A link that leads nowhere, and a
   * file where a folder is due, is a run that cannot be read.
   */
  public static List<Path> folders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(folder)) {
      return listed
          .filter(path -> Files.isDirectory(path) || Files.isSymbolicLink(path))
          .filter(path -> !NO_RUNS.contains(path.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /** Whether a name can be part of an address and of a file's name as it is. */
  public static boolean plain(String name) {
    return PLAIN.matcher(name).matches();
  }

  /**
   * Reads a run. Thread-safe.
   *
   * @param beside stamp of what else its pages show; empty if that is nothing
   * @throws IOException if the run or its suite cannot be read; an attempt that cannot is a problem
   *     of the run
   */
  public Run read(Path folder, String beside) throws IOException {
    RunRecord record = RunFiles.read(folder.resolve("run.json"), RunRecord.class);
    String text = RunFiles.text(folder.resolve("suite.json"));
    String digest = Digest.sha256(text);
    Suite suite = suite(digest, text);
    check(folder, record, suite);
    // Before the attempts are read: what changes meanwhile is seen by the next build.
    long stamp =
        Stamp.of(
            folder,
            record.tasks().stream()
                .flatMap(task -> record.seeds().stream().map(seed -> own(task, seed)))
                .toList(),
            beside);
    List<Attempt> attempts = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String task : record.tasks()) {
      for (long seed : record.seeds()) {
        Path own = folder.resolve(own(task, seed));
        if (Files.exists(own) && !own.toRealPath().startsWith(folder.toRealPath())) {
          throw new IOException(own(task, seed) + " is a link that leads elsewhere");
        }
        AttemptRecord attempt =
            AttemptRecord.queued(task, suite.levelOf(task).map(l -> l.number()).orElse(0), seed);
        String place = task + ", seed " + seed + ": ";
        try {
          attempt = attempt(own).orElse(attempt);
        } catch (IOException e) {
          problems.add(place + e.getMessage());
        }
        attempts.add(
            new Attempt(own, attempt, Handed.all(own, what -> problems.add(place + what))));
      }
    }
    Map<String, String> known =
        fingerprints.computeIfAbsent(
            digest,
            one -> suite.tasks().stream().collect(Collectors.toMap(Task::id, Task::fingerprint)));
    return new Run(record, suite, known, new Summary.Source(digest, stamp), attempts, problems);
  }

  /** Where an attempt lies in its run. */
  static String own(String task, long seed) {
    return task + "/seed-" + seed;
  }

  private Suite suite(String digest, String text) throws IOException {
    Optional<Suite> known = Optional.ofNullable(suites.get(digest));
    if (known.isPresent()) {
      return known.get();
    }
    try {
      Suite suite = Json.read(text, Suite.class);
      suites.put(digest, suite);
      return suite;
    } catch (IllegalArgumentException e) {
      throw new IOException("suite.json: " + e.getMessage(), e);
    }
  }

  private static Optional<AttemptRecord> attempt(Path own) throws IOException {
    Path file = own.resolve("attempt.json");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    AttemptRecord record = RunFiles.read(file, AttemptRecord.class);
    if (!own.endsWith(Path.of(record.task(), "seed-" + record.seed()))) {
      throw new IOException(
          "attempt.json is of another attempt, `%s`, seed %d"
              .formatted(record.task(), record.seed()));
    }
    return Optional.of(record);
  }

  /** Ids become names of files: they must be what they seem. */
  private static void check(Path folder, RunRecord record, Suite suite) throws IOException {
    if (!record.id().equals(folder.getFileName().toString())) {
      throw new IOException("run.json is of another run, `" + record.id() + "`");
    }
    if (!plain(record.id())) {
      throw new IOException(
          "the run's name holds more than letters, digits, `.`, `_` and `-`, or begins with none of them");
    }
    for (String task : record.tasks()) {
      if (suite.task(task).isEmpty()) {
        throw new IOException("run.json has a task that suite.json has not, `" + task + "`");
      }
    }
  }
}
