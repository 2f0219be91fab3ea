package org.autorl.runner.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A run that one runner at a time may write: a lock of the operating system on {@code run.lock},
 * which is freed when the process dies, whatever it dies of. The file says which process has it.
 */
public final class RunLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Another runner has the run. */
  public static final class Taken extends Exception {
    private static final long serialVersionUID = 1;

    Taken(Path run, String process) {
      super("another runner is at work on %s: process %s".formatted(run, process));
    }
  }

  /**
   * Takes a run, or says who has it.
   *
   * @throws Taken if another runner has it; it does not wait
   */
  public static RunLock take(RunFolder run) throws IOException, Taken {
    Files.createDirectories(run.root());
    Path file = run.lock();
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (Folders.locked(channel).isEmpty()) {
        throw new Taken(run.root(), Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
      return new RunLock(file, channel);
    } catch (IOException | Taken e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
