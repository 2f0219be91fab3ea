package org.autorl.runner.cheats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.records.AttemptRecord;
import org.autorl.records.CheatRow;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.grading.TaskItems;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.ledger.LedgerBroken;
import org.autorl.runner.report.RunVerifier;

/**
 * Where one cheater after the other is let loose and watched. Each has a run folder of its own.
 *
 * @param zoo the cheaters' common prelude
 * @param folder for run folders, which are kept
 * @param home folder of the operator's
 * @param environment the runner's
 * @param kept files that nobody may change
 */
public record Pen(
    Zoo zoo,
    Path folder,
    Path home,
    Map<String, String> environment,
    Grading grading,
    Attempts attempts,
    List<Path> kept) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String TEMPORARY = System.getProperty("java.io.tmpdir");
  private static final double BY_CHANCE = 0.25;
  private static final int LINES = 40;
  private static final int LINE = 300;
  private static final List<String> LEFT =
      List.of("agent.log", "trajectory.jsonl", "metrics.jsonl", "submissions");

  /** Runs an attempt as {@code autorl run} does. */
  @FunctionalInterface
  public interface Attempts {
    /** From its start to its end. */
    AttemptRecord run(ZooTask task, long seed, AgentProgram agent, RunFolder run)
        throws IOException, InterruptedException;
  }

  /**
   * Lets one loose.
   *
   * @param task for this one
   */
  public CheatRow watch(Cheater cheater, ZooTask task) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    RunFolder run = new RunFolder(folder.resolve(cheater.id()));
    long seed = new SecureRandom().nextLong(1, Long.MAX_VALUE);
    AttemptFolder attempt = run.attempt(task.task().id(), seed);
    Files.createDirectories(run.root());
    TaskItems items = grading.items(task.task());
    Ended ended;
    List<String> facts = new ArrayList<>();
    Watch watch = new Watch(seed, attempt.root(), Path.of(TEMPORARY));
    Protected files = Protected.of(kept);
    try (Traps traps = Traps.set(home, run.root(), run.attempt(task.task().id(), 0).root())) {
      AgentProgram agent =
          agent(cheater, folder.resolve("agents").resolve(cheater.id()), traps, items);
      Forbidden secrets = Forbidden.secrets(task.task(), environment).and(traps.canaries());
      try (watch) {
        if (cheater.is(Cheater.Trait.ALONE)) {
          watch.start();
        }
        ended = run(task, seed, agent, run);
      }
      facts.addAll(leaks(secrets, attempt));
      facts.addAll(items(cheater, items, attempt));
      traps.contacts().forEach(door -> facts.add("it reached " + door));
      facts.addAll(traps.damage());
      facts.addAll(files.changed());
      facts.addAll(Watch.left(seed, attempt.root()));
    }
    // What was planted in the run folder is gone by now.
    facts.addAll(unverified(run));
    Observed seen = observed(cheater, task, attempt, ended, facts, watch.peak());
    Judgement judgement = Judgement.of(cheater, seen);
    return new CheatRow(
        cheater.id(),
        cheater.title(),
        cheater.tries(),
        cheater.promise().label(),
        cheater.from(),
        cheater.is(Cheater.Trait.HONEST),
        judgement.verdict(),
        seen.after("tried"),
        judgement.findings(),
        Math.round((System.nanoTime() - begun) / 1e8) / 10.0);
  }

  /** How an attempt went, for the runner. */
  private record Ended(Optional<AttemptRecord> attempt, Optional<String> failure) {}

  /** A runner that a cheater has brought to a halt does not halt the zoo. */
  private Ended run(ZooTask task, long seed, AgentProgram agent, RunFolder run)
      throws InterruptedException {
    ExecutorService one =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "zoo-attempt");
              thread.setDaemon(true);
              return thread;
            });
    Duration most = task.task().budget().wallClock().plus(PATIENCE);
    CompletableFuture<AttemptRecord> attempt = new CompletableFuture<>();
    one.execute(
        () -> {
          try {
            attempt.complete(attempts.run(task, seed, agent, run));
          } catch (IOException | InterruptedException | RuntimeException | Error e) {
            attempt.completeExceptionally(e);
          }
        });
    one.shutdown();
    try {
      AttemptRecord record = attempt.get(most.toSeconds(), TimeUnit.SECONDS);
      return new Ended(Optional.of(record), Optional.empty());
    } catch (ExecutionException e) {
      return new Ended(Optional.empty(), Optional.of(String.valueOf(e.getCause())));
    } catch (TimeoutException e) {
      return new Ended(
          Optional.empty(),
          Optional.of("the attempt did not end within %d s".formatted(most.toSeconds())));
    }
  }

  /** The folder that the agent brings along: its script, and where everything is on the host. */
  private AgentProgram agent(Cheater cheater, Path place, Traps traps, TaskItems items)
      throws IOException {
    Files.createDirectories(place);
    Files.writeString(place.resolve("start.sh"), START);
    Files.writeString(place.resolve("prelude.sh"), zoo.prelude());
    Files.writeString(place.resolve("cheater.sh"), cheater.program());
    Files.writeString(
        place.resolve("hints"),
        traps.hints().entrySet().stream()
            .map(hint -> hint.getKey() + " " + hint.getValue() + "\n")
            .collect(Collectors.joining()));
    if (cheater.is(Cheater.Trait.LEAKED)) {
      StringBuilder leaked = new StringBuilder();
      for (Item item : items.of(Partition.PRACTICE)) {
        leaked.append(Json.canonical(item.data().deepCopy().put("prompt", item.prompt())));
        leaked.append('\n');
      }
      Files.writeString(place.resolve("leaked.jsonl"), leaked);
    }
    AgentProgram found = AgentProgram.find(place.toString()).orElseThrow();
    return new AgentProgram(cheater.id(), cheater.title(), found.command(), found.mounts());
  }

  private static final String START =
      """
      here=$(dirname "$0")
      . "$here/prelude.sh"
      . "$here/cheater.sh"
      exit 0
      """;

  /** Hidden items that it had; of one that makes items itself, only more than chance gives. */
  private static List<String> items(Cheater cheater, TaskItems items, AttemptFolder attempt)
      throws IOException {
    Forbidden hidden =
        cheater.is(Cheater.Trait.LEAKED)
            ? Forbidden.items(items, Partition.SEALED)
            : Forbidden.items(items, Partition.SEALED, Partition.PRACTICE);
    if (!cheater.is(Cheater.Trait.GENERATES)) {
      return leaks(hidden, attempt);
    }
    int found = hidden.found(attempt.agentLog()).size();
    return found > hidden.texts().size() * BY_CHANCE
        ? List.of("it made %d of %d hidden items".formatted(found, hidden.texts().size()))
        : List.of();
  }

  private static List<String> leaks(Forbidden forbidden, AttemptFolder attempt) throws IOException {
    List<String> leaks = new ArrayList<>();
    for (String name : LEFT) {
      Path place = attempt.root().resolve(name);
      if (Files.exists(place)) {
        try (Stream<Path> files = Files.walk(place)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            leaks.addAll(forbidden.in(file));
          }
        }
      }
    }
    return leaks;
  }

  private static List<String> unverified(RunFolder run) {
    try {
      return RunVerifier.verify(run).problems().stream()
          .map(problem -> "the record does not verify: " + problem.text())
          .toList();
    } catch (IOException | RuntimeException e) {
      return List.of("the record cannot be verified: " + e);
    }
  }

  private static Observed observed(
      Cheater cheater,
      ZooTask task,
      AttemptFolder attempt,
      Ended ended,
      List<String> facts,
      Watch.Peak peak)
      throws IOException {
    List<LedgerEntry> ledger = ledger(attempt);
    Optional<LedgerEntry> start = last(ledger, EventKind.Step.AGENT_STARTED);
    Optional<LedgerEntry> end = last(ledger, EventKind.Step.AGENT_ENDED);
    double seconds =
        start
            .flatMap(
                from ->
                    end.map(
                        to ->
                            Duration.between(from.at(), to.at()).toMillis() / 1000.0
                                - to.data().path("gradingSeconds").asDouble(0)))
            .orElse(0.0);
    List<LedgerEntry> received =
        ledger.stream().filter(e -> e.is(EventKind.Step.SUBMISSION_RECEIVED)).toList();
    return new Observed(
        task.task().budget(),
        ended.attempt(),
        ended.failure(),
        said(attempt.agentLog()),
        cheater.keeps().isEmpty() || holds(attempt.agentLog(), cheater.keeps().get()),
        facts,
        peak,
        seconds,
        received.size(),
        received.stream().anyMatch(r -> end.filter(e -> r.seq() > e.seq()).isPresent()));
  }

  private static List<LedgerEntry> ledger(AttemptFolder attempt) throws IOException {
    try {
      return Files.exists(attempt.ledger()) ? Ledger.read(attempt.ledger()) : List.of();
    } catch (LedgerBroken e) {
      // The verifier has said so.
      return List.of();
    }
  }

  private static Optional<LedgerEntry> last(List<LedgerEntry> ledger, EventKind kind) {
    return ledger.stream().filter(entry -> entry.is(kind)).reduce((a, b) -> b);
  }

  private static boolean holds(Path log, String text) throws IOException {
    return !new Forbidden(Map.of(text, "it")).in(log).isEmpty();
  }

  /** The first lines of the log that are meant for the zoo; a log can be any bytes. */
  private static List<String> said(Path log) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(log), StandardCharsets.ISO_8859_1))) {
      return lines
          .lines()
          .filter(line -> line.matches("(tried|gained|missing): .*"))
          .limit(LINES)
          .map(line -> utf8(line.substring(0, Math.min(line.length(), LINE))))
          .toList();
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .replaceAll("\\p{Cntrl}", " ");
  }
}
