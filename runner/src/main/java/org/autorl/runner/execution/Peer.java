package org.autorl.runner.execution;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.autorl.runner.sandbox.Sandbox;

/** A process in a sandbox that is spoken with a line at a time. */
final class Peer implements AutoCloseable {
  private static final int LONGEST_LINE = 4 << 20;
  private static final int LAST_WORDS = 1 << 10;

  private final Sandbox sandbox;
  private final Process process;
  private final InputStream output;

  private Peer(Sandbox sandbox, Process process) {
    this.sandbox = sandbox;
    this.process = process;
    this.output = new BufferedInputStream(process.getInputStream());
  }

  /** It says nothing more that could be used. */
  static final class Silent extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Silent(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /** Starts a process that keeps nothing open but standard input, output and error. */
  static Peer start(Cell cell, List<String> command) throws IOException {
    return new Peer(cell.sandbox(), cell.builder(command, List.of()).start());
  }

  void say(String line) throws Silent {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new Silent("it ended");
    }
  }

  /** The next line; never more memory than the longest allowed one takes. */
  String hear() throws Silent {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int next = output.read(); next != '\n'; next = output.read()) {
        if (next < 0) {
          throw new Silent("it ended");
        }
        if (line.size() == LONGEST_LINE) {
          throw new Silent("a line of more than 4 MiB");
        }
        line.write(next);
      }
    } catch (IOException e) {
      throw new Silent("it ended");
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** What it, or what was to start it, complained of; for one that has ended by itself. */
  String lastWords() {
    try {
      byte[] words = process.getErrorStream().readNBytes(LAST_WORDS);
      return new String(words, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "it took too long";
    }
  }

  /** Ends it and all that it started, without a word if that fails. */
  void kill() {
    try {
      close();
    } catch (IOException e) {
      // Who closes it hears of it, too.
    }
  }

  /**
   * Ends it and all that it started.
   *
   * @throws IOException if the machine cannot
   */
  @Override
  public void close() throws IOException {
    try {
      sandbox.kill(process);
    } catch (InterruptedException e) {
      // It is told to end; who waits for it is being told, too.
      Thread.currentThread().interrupt();
    }
  }
}
