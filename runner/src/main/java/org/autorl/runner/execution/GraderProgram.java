package org.autorl.runner.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.autorl.records.Bytes;
import org.autorl.records.Json;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;

/**
 * A program of a task's own that says what completions are worth: a Python file with a function
 * {@code evaluate}, or any executable file that reads a question as JSON and writes a number.
 */
public final class GraderProgram {
  private static final String SCRIPT = "evaluate.py";
  private static final String PYTHON_FILE = ".py";
  private static final String INSIDE = "/grader/";
  private static final Bytes MEMORY = Bytes.ofMebibytes(4096);
  private static final Bytes SCRATCH = Bytes.ofMebibytes(64);
  private static final int LONGEST_END = 1 << 12;
  private static final int LAST_WORDS = 300;

  private final Cell cell;
  private final String name;
  private final byte[] content;
  private final Duration timeout;

  /**
   * A program.
   *
   * @param sandbox that isolates
   * @param name of its file
   * @param content of its file
   * @param timeout of one completion
   */
  public GraderProgram(Sandbox sandbox, String name, byte[] content, Duration timeout) {
    this.cell = new Cell(sandbox, MEMORY, SCRATCH, timeout.plusSeconds(1));
    this.name = name;
    this.content = content.clone();
    this.timeout = timeout;
  }

  /** Whether a file of this name is run by Python. */
  public static boolean isPython(String path) {
    return path.endsWith(PYTHON_FILE);
  }

  /**
   * What it is asked.
   *
   * @param item the item's name, for messages
   * @param given what it reads
   */
  public record Question(String item, ObjectNode given) {}

  /**
   * What completions are worth, a few at a time, in the order of the questions.
   *
   * @return 0 to 1 each
   * @throws IOException if the program does anything else than answer with a number
   */
  public List<Double> worths(List<Question> questions) throws IOException {
    Path folder = Files.createTempDirectory("autorl-grader");
    try {
      Path program = folder.resolve(name);
      Files.write(program, content);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      return AtATime.map(questions, question -> worth(program, folder, question));
    } finally {
      Folders.delete(folder);
    }
  }

  private double worth(Path program, Path folder, Question question) throws IOException {
    // A process for each: what a completion does to the program stays its own affair.
    Path files = Files.createTempDirectory(folder, "question");
    Path given = Files.writeString(files.resolve("given"), Json.canonical(question.given()) + "\n");
    Path said = files.resolve("said");
    Path complaints = files.resolve("complaints");
    Process process =
        cell.builder(command(), List.of(Mount.readOnly(program, INSIDE + name)))
            .redirectInput(given.toFile())
            .redirectOutput(said.toFile())
            .redirectError(complaints.toFile())
            .start();
    Optional<Integer> status = await(process);
    if (status.isEmpty()) {
      throw failed(question, "took more than " + timeout.toMillis() + " ms", complaints);
    }
    if (status.get() != 0) {
      throw failed(question, "ended with status " + status.get(), complaints);
    }
    String number = end(said);
    Optional<Double> worth = number(number);
    if (worth.isEmpty()) {
      throw failed(
          question, "said “%s” and not a number from 0 to 1".formatted(cut(number)), complaints);
    }
    return worth.get();
  }

  private List<String> command() throws IOException {
    return isPython(name)
        ? List.of(Tools.path(Tools.PYTHON), "-s", "-B", "-c", Cell.source(SCRIPT), INSIDE + name)
        : List.of(INSIDE + name);
  }

  private Optional<Integer> await(Process process) throws IOException {
    try {
      boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      cell.sandbox().kill(process);
      return ended ? Optional.of(process.exitValue()) : Optional.empty();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + name + " was run");
    }
  }

  private static Optional<Double> number(String said) {
    try {
      return Optional.of(Double.valueOf(said)).filter(worth -> worth >= 0 && worth <= 1);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private IOException failed(Question question, String how, Path complaints) throws IOException {
    return new IOException(
        "the grader program %s, asked of %s, %s: %s"
            .formatted(name, question.item(), how, lastWords(complaints)));
  }

  private static String lastWords(Path complaints) throws IOException {
    return end(complaints)
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((earlier, later) -> later)
        .map(GraderProgram::cut)
        .orElse("(nothing)");
  }

  /** The end of what a process wrote, without the white space around it. */
  private static String end(Path file) throws IOException {
    try (SeekableByteChannel written = Files.newByteChannel(file)) {
      written.position(Math.max(0, written.size() - LONGEST_END));
      byte[] bytes = Channels.newInputStream(written).readNBytes(LONGEST_END);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    }
  }

  private static String cut(String words) {
    return words.length() <= LAST_WORDS ? words : words.substring(0, LAST_WORDS) + "...";
  }
}
