package org.autorl.runner.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file whole or not at all. */
public final class AtomicFile {
  /** As files are made otherwise; temporary ones are their owner's alone. */
  private static final FileAttribute<?> READABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  private AtomicFile() {}

  /** Replaces the file's content; after a crash it is the old or the new, never a part. */
  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for bytes. */
  public static void write(Path file, byte[] content) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    // A name of its own: two may write one file at a time, and one of them is last.
    Path fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new", READABLE);
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Folders.sync(folder);
  }
}
