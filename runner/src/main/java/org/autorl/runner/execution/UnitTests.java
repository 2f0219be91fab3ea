package org.autorl.runner.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Bytes;
import org.autorl.records.Json;
import org.autorl.runner.sandbox.Sandbox;

/**
 * Runs Python programs on unit tests.
 *
 * <p>A program and its tests are two processes in two sandboxes. The runner hands calls from one to
 * the other and data back; the verdict comes from the tests, which the program can neither see nor
 * reach. {@code unit_tests.py} tells the whole protocol.
 */
public final class UnitTests {
  private static final String SCRIPT = "unit_tests.py";
  private static final Bytes MEMORY = Bytes.ofMebibytes(1024);
  private static final Bytes SCRATCH = Bytes.ofMebibytes(16);

  private static final int SHOWN = 100;

  /** A sandbox and Python are there in a fraction of a second, on a machine that is free. */
  private static final Duration START = Duration.ofMinutes(1);

  private final Cell cell;
  private final Duration timeout;

  /**
   * Where and for how long.
   *
   * @param sandbox that isolates
   * @param timeout of one program with its tests, from when both are ready
   */
  public UnitTests(Sandbox sandbox, Duration timeout) {
    this.cell = new Cell(sandbox, MEMORY, SCRATCH, timeout.plusSeconds(1));
    this.timeout = timeout;
  }

  /**
   * One completion to try.
   *
   * @param name of the item, for messages
   * @param stop texts that end a completion
   */
  public record Trial(String name, Exercise exercise, String completion, List<String> stop) {}

  /**
   * Why completions fail their tests, a few at a time, in the order of the trials.
   *
   * @return for each, nothing if it passes
   * @throws IOException if the tests could not be run, which says nothing of the completion
   */
  public List<Optional<String>> complaints(List<Trial> trials) throws IOException {
    return AtATime.map(trials, this::complaint);
  }

  private Optional<String> complaint(Trial trial) throws IOException {
    ObjectNode setting = Json.object().put("prompt", trial.exercise().prompt());
    setting.put("test", trial.exercise().test()).put("entry_point", trial.exercise().entryPoint());
    ObjectNode told = Json.object().put("entry_point", trial.exercise().entryPoint());
    trial
        .exercise()
        .programs(trial.completion(), trial.stop())
        .forEach(told.putArray("sources")::add);
    try (Peer tests = start("tests");
        Peer program = start("program")) {
      try (Deadline patience = new Deadline(START, List.of(tests, program))) {
        awaitReady(tests, Optional.of(setting), trial);
        awaitReady(program, Optional.empty(), trial);
      }
      try (Deadline deadline = new Deadline(timeout, List.of(tests, program))) {
        return examine(tests, program, told, deadline, trial);
      }
    }
  }

  private Peer start(String role) throws IOException {
    String python = Tools.path(Tools.PYTHON);
    // Nothing but the standard library, so that a program passes on one machine as on another.
    return Peer.start(cell, List.of(python, "-s", "-S", "-B", "-c", Cell.source(SCRIPT), role));
  }

  private static void awaitReady(Peer peer, Optional<ObjectNode> setting, Trial trial)
      throws IOException {
    try {
      if (setting.isPresent()) {
        peer.say(Json.canonical(setting.get()));
      }
      String said = peer.hear();
      if (!said.equals("ready")) {
        throw new IOException("the tests of %s: %s".formatted(trial.name(), said));
      }
    } catch (Peer.Silent e) {
      throw new IOException(
          "the tests of %s could not be started: %s".formatted(trial.name(), peer.lastWords()), e);
    }
  }

  /** From here on, all that goes wrong is the program's doing. */
  private Optional<String> examine(
      Peer tests, Peer program, ObjectNode told, Deadline deadline, Trial trial)
      throws IOException {
    try {
      program.say(Json.canonical(told));
      String loaded = program.hear();
      if (!loaded.equals("loaded")) {
        return complaint(loaded);
      }
      tests.say("go");
      while (true) {
        String said = tests.hear();
        if (said.startsWith("call ")) {
          program.say(said.substring("call ".length()));
          tests.say(program.hear());
        } else if (said.startsWith("broken ")) {
          throw new IOException("the tests of %s: %s".formatted(trial.name(), said));
        } else {
          return said.equals("passed") ? Optional.empty() : complaint(said);
        }
      }
    } catch (Peer.Silent e) {
      String why =
          deadline.passed() ? "no end within %d ms".formatted(timeout.toMillis()) : e.why();
      return Optional.of(why);
    }
  }

  private static Optional<String> complaint(String said) {
    if (said.startsWith("failed ")) {
      return Optional.of(said.substring("failed ".length()));
    }
    return Optional.of("it said “%s”".formatted(said.substring(0, Math.min(said.length(), SHOWN))));
  }
}
