package org.autorl.runner.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;
import org.autorl.runner.sandbox.StillRunning;

/** A worker's process, and the file that its complaints go to. */
final class WorkerProcess implements AutoCloseable {
  private static final String REFUSAL = "error: ";
  private static final int COMPLAINTS = 1 << 16;
  private static final int LAST_LINE = 300;
  private static final int GRACE_SECONDS = 5;

  private final Sandbox sandbox;
  private final Process process;
  private final Path errors;

  private WorkerProcess(Sandbox sandbox, Process process, Path errors) {
    this.sandbox = sandbox;
    this.process = process;
    this.errors = errors;
  }

  /** What to run, once it is known where complaints go. */
  interface Plan {
    SandboxSpec of(Path errors) throws IOException;
  }

  static WorkerProcess start(Sandbox sandbox, Plan plan) throws IOException {
    Path errors = Files.createTempFile("autorl-worker", ".log");
    try {
      return new WorkerProcess(sandbox, sandbox.start(plan.of(errors)), errors);
    } catch (IOException e) {
      Files.deleteIfExists(errors);
      throw new WorkerFailed("the worker cannot be started: " + e.getMessage());
    }
  }

  InputStream output() {
    return process.getInputStream();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** That it has ended, and its last words. */
  WorkerFailed ended() {
    return new WorkerFailed("the worker ended with status " + exitStatus() + ": " + said());
  }

  /**
   * The same, of one that has ended while it loaded its policy: exit 1 and a line {@code error:
   * ...} are a worker's words for bad input, and its input is the policy.
   */
  RuntimeException endedLoading() {
    String said = said();
    return exitStatus() == 1 && said.startsWith(REFUSAL)
        ? new PolicyRefused(said.substring(REFUSAL.length()))
        : ended();
  }

  private int exitStatus() {
    try {
      return process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** The first line of its last complaints that says {@code error:}, else the last line. */
  String said() {
    List<String> lines =
        complaints().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String last = lines.isEmpty() ? "(nothing)" : lines.get(lines.size() - 1);
    String line = lines.stream().filter(l -> l.startsWith(REFUSAL)).findFirst().orElse(last);
    return line.length() <= LAST_LINE ? line : line.substring(0, LAST_LINE) + "...";
  }

  private String complaints() {
    try (RandomAccessFile file = new RandomAccessFile(errors.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - COMPLAINTS));
      byte[] bytes = new byte[(int) Math.min(COMPLAINTS, file.length() - file.getFilePointer())];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    try {
      sandbox.kill(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StillRunning e) {
      throw new WorkerFailed(String.valueOf(e.getMessage()));
    }
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      // A stray temporary file is no reason to lose a verdict.
      errors.toFile().deleteOnExit();
    }
  }
}
