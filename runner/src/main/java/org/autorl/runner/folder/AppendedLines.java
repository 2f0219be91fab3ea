package org.autorl.runner.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autorl.records.Json;

/**
 * A file of JSON objects, a line each, that several may append to: each line is written with one
 * call. Thread-safe.
 *
 * <p>An agent may cause as many lines as it likes, and the host's disk is not the agent's: those
 * that {@link #writeIfRoom} gets are only counted after {@value #LINES}.
 */
public final class AppendedLines implements AutoCloseable {
  private static final int LINES = 20_000;

  /** Not a channel: that would be closed for all by one thread that is interrupted. */
  private final OutputStream file;

  private int lines;
  private long leftOut;

  private AppendedLines(OutputStream file) {
    this.file = file;
  }

  /** Opens a file, to go on where it ends. */
  public static AppendedLines open(Path path) throws IOException {
    boolean torn = torn(path);
    OutputStream file = new FileOutputStream(path.toFile(), true);
    if (torn) {
      file.write('\n');
    }
    return new AppendedLines(file);
  }

  /** Whether a runner that was killed has left half a line. */
  private static boolean torn(Path path) throws IOException {
    if (!Files.exists(path) || Files.size(path) == 0) {
      return false;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(path)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(channel.size() - 1);
      return channel.read(last) == 1 && last.get(0) != '\n';
    }
  }

  /** Writes a line. */
  public synchronized void write(ObjectNode line) throws IOException {
    file.write((Json.canonical(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a line, unless there are so many already that it is only counted. */
  public synchronized void writeIfRoom(ObjectNode line) throws IOException {
    if (lines < LINES) {
      lines++;
      write(line);
    } else {
      leftOut++;
    }
  }

  /** Lines that were only counted. */
  public synchronized long leftOut() {
    return leftOut;
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
