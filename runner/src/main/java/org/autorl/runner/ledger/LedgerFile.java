package org.autorl.runner.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autorl.runner.folder.Folders;

/** The bytes under a ledger; a disk that fails is another one. */
public interface LedgerFile extends Closeable {
  /** How a ledger's file is opened, or made. */
  @FunctionalInterface
  interface Opener {
    /** Opens it to write at its end. */
    LedgerFile open(Path path) throws IOException;
  }

  /** Bytes that it has. */
  long length() throws IOException;

  /** Writes at the end; if that fails, any part of the bytes may be there. */
  void write(byte[] bytes) throws IOException;

  /** When this returns, all that was written is on disk. */
  void sync() throws IOException;

  /** Cuts it off behind so many bytes. */
  void truncate(long length) throws IOException;

  /** A file of this machine. */
  static LedgerFile open(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    // Not a channel: that would be closed for all by one thread that is interrupted.
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    Folders.sync(path.resolveSibling(""));
    return new LedgerFile() {
      @Override
      public long length() throws IOException {
        return file.length();
      }

      @Override
      public void write(byte[] bytes) throws IOException {
        file.seek(file.length());
        file.write(bytes);
      }

      @Override
      public void sync() throws IOException {
        file.getFD().sync();
      }

      @Override
      public void truncate(long length) throws IOException {
        file.setLength(length);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
