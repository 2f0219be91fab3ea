package org.autorl.runner.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Writes down what an agent prints. It has a pipe and not the file, for whoever has a file open can
 * cut it off behind itself.
 */
final class AgentLog implements AutoCloseable {
  /** What was printed before the end is in the pipe, or was never printed. */
  private static final Duration REST = Duration.ofSeconds(5);

  private final InputStream printed;
  private final Path file;
  private final Thread thread = new Thread(this::copy, "agent-log");

  private AgentLog(InputStream printed, Path file) {
    this.printed = printed;
    this.file = file;
  }

  /**
   * Starts writing.
   *
   * @param agent whose standard output is a pipe, with standard error in it
   * @param file is appended to
   */
  static AgentLog of(Process agent, Path file) {
    AgentLog log = new AgentLog(agent.getInputStream(), file);
    log.thread.setDaemon(true);
    log.thread.start();
    return log;
  }

  private void copy() {
    byte[] buffer = new byte[1 << 16];
    boolean writable = true;
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int n = printed.read(buffer); n >= 0; n = printed.read(buffer)) {
        writable = writable && written(out, buffer, n);
      }
    } catch (IOException e) {
      // The pipe is closed: there is nothing more to hear.
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

  /** Ends the log, after its agent has ended; from now on the file does not change. */
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
