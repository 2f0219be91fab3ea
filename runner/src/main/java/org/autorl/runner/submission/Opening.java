package org.autorl.runner.submission;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens files of a folder that an agent can change at any moment, and waits for none of them.
 *
 * <p>Whoever opens a named pipe for reading waits until somebody writes into it, perhaps for ever.
 * A pipe is told by its attributes, before it is opened; one can still take a file's place in
 * between. Opened for writing too, a pipe lets nobody wait on Linux (see {@code man 7 fifo}), and
 * it has no position, which tells it. A file that may not be written is opened by a thread that
 * nobody waits for long.
 */
final class Opening {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Opening() {}

  /** Attributes of a file itself, not of what it links to. */
  static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
        .readAttributes();
  }

  /**
   * Opens a plain file for reading.
   *
   * @throws IOException if it is anything else, or vanished
   */
  static FileChannel plain(SecureDirectoryStream<Path> folder, Path name) throws IOException {
    if (!attributes(folder, name).isRegularFile()) {
      throw new FileSystemException(name.toString(), null, "no plain file");
    }
    return now(folder, name, PATIENCE);
  }

  /** Opens what is there by now, whatever that is, if it has a position. */
  static FileChannel now(SecureDirectoryStream<Path> folder, Path name, Duration patience)
      throws IOException {
    SeekableByteChannel opened;
    try {
      opened = folder.newByteChannel(name, Set.of(READ, WRITE, NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      return waiting(folder, name, patience);
    }
    return seekable(opened, name);
  }

  /** Opens it for reading alone; gives up after a while. */
  static FileChannel waiting(SecureDirectoryStream<Path> folder, Path name, Duration patience)
      throws IOException {
    // A folder cannot be closed while it opens a file, so the thread gets one of its own.
    SecureDirectoryStream<Path> own = folder.newDirectoryStream(Path.of("."), NOFOLLOW_LINKS);
    CompletableFuture<FileChannel> opened = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (own) {
                FileChannel channel =
                    seekable(own.newByteChannel(name, Set.of(READ, NOFOLLOW_LINKS)), name);
                if (!opened.complete(channel)) {
                  channel.close();
                }
              } catch (IOException | RuntimeException e) {
                opened.completeExceptionally(e);
              }
            },
            "opening");
    thread.setDaemon(true);
    thread.start();
    try {
      return opened.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (!opened.cancel(false) && !opened.isCompletedExceptionally()) {
        return opened.join();
      }
      throw new FileSystemException(name.toString(), null, "it cannot be opened without waiting");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      opened.cancel(false);
      throw new IOException("interrupted", e);
    }
  }

  /** A pipe has no position; a folder can be opened, and has one, and cannot be read. */
  private static FileChannel seekable(SeekableByteChannel channel, Path name) throws IOException {
    try {
      if (channel.position() == 0 && channel instanceof FileChannel file) {
        return file;
      }
    } catch (IOException e) {
      channel.close();
      throw new FileSystemException(name.toString(), null, "no plain file");
    }
    channel.close();
    throw new IOException("this file system does not open files as channels");
  }
}
