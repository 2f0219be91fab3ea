package org.autorl.runner.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.autorl.runner.folder.Folders;

/** A folder that one fetch at a time may write; the system frees it when a process dies. */
record FolderLock(FileChannel channel, FileLock lock) implements AutoCloseable {
  private static final long AGAIN = 100;

  /** Waits until nobody else has the folder. */
  static FolderLock take(Path folder, Transfer transfer) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      boolean told = false;
      for (Optional<FileLock> lock = Folders.locked(channel); ; lock = Folders.locked(channel)) {
        if (lock.isPresent()) {
          return new FolderLock(channel, lock.get());
        }
        if (!told) {
          transfer.say("waiting for another fetch of the same into " + folder);
          told = true;
        }
        Thread.sleep(AGAIN);
      }
    } catch (IOException | InterruptedException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
