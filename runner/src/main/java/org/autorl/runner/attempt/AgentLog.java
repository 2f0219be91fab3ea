package org.autorl.runner.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.autorl.runner.agent.events.EventFormat;
import org.autorl.runner.agent.events.Transcript;
import org.autorl.runner.folder.AttemptFolder;

/**
 * Writes down what an agent prints, and the steps that it tells. It has a pipe and not the file,
 * for whoever has a file open can cut it off behind itself.
 */
final class AgentLog implements AutoCloseable {
  /** What was printed before the end is in the pipe, or was never printed. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final InputStream printed;
  private final Path file;
  private final Optional<Transcript> steps;
  private final InstantSource time;
  private final Thread thread = new Thread(this::copy, "agent-log");

  private AgentLog(InputStream printed, Path file, Optional<Transcript> steps, InstantSource time) {
    this.printed = printed;
    this.file = file;
    this.steps = steps;
    this.time = time;
  }

  /**
   * Starts writing.
   *
   * @param agent whose standard output is a pipe, with standard error in it
   * @param folder in which its log and its trajectory are appended to
   * @param format of an agent that tells its steps
   */
  static AgentLog of(
      Process agent, AttemptFolder folder, Optional<EventFormat> format, InstantSource time) {
    Optional<Transcript> steps =
        format.flatMap(told -> transcript(told, time.instant(), folder.trajectory()));
    AgentLog log = new AgentLog(agent.getInputStream(), folder.agentLog(), steps, time);
    log.thread.setDaemon(true);
    log.thread.start();
    return log;
  }

  private static Optional<Transcript> transcript(
      EventFormat format, Instant start, Path trajectory) {
    try {
      return Optional.of(Transcript.open(format, start, trajectory));
    } catch (IOException e) {
      // A full disk: the agent is heard without its steps.
      return Optional.empty();
    }
  }

  private void copy() {
    byte[] buffer = new byte[1 << 16];
    boolean writable = true;
    boolean tellable = true;
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int n = printed.read(buffer); n >= 0; n = printed.read(buffer)) {
        writable = writable && written(out, buffer, n);
        tellable = tellable && told(buffer, n);
      }
    } catch (IOException e) {
      // The pipe is closed: there is nothing more to hear.
    } finally {
      end();
    }
  }

  /** On a full disk the agent is heard still, so that it does not wait for us for ever. */
  private static boolean written(OutputStream out, byte[] buffer, int count) {
    try {
      out.write(buffer, 0, count);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean told(byte[] buffer, int count) {
    try {
      if (steps.isPresent()) {
        steps.get().take(buffer, count, time.instant());
      }
      return true;
    } catch (IOException | RuntimeException e) {
      // Whatever it has printed: nobody else reads its pipe.
      return false;
    }
  }

  private void end() {
    try {
      if (steps.isPresent()) {
        steps.get().close();
      }
    } catch (IOException e) {
      // A full disk ends the attempt elsewhere, and says so.
    }
  }

  /** Ends the log, after its agent has ended; from now on its files do not change. */
  @Override
  public void close() throws IOException, InterruptedException {
    thread.join(REST.toMillis());
    if (thread.isAlive()) {
      // Somebody whom no sandbox held has the pipe still.
      printed.close();
      thread.join();
    }
  }
}
