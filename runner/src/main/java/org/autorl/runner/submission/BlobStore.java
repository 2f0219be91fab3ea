package org.autorl.runner.submission;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.autorl.runner.folder.Folders;

/**
 * Files by the SHA-256 of their bytes, each once: {@code ab/abcd...}. What is in it is on disk, and
 * what is found damaged is replaced by the next copy.
 *
 * @param root of all blobs; made when needed
 */
public record BlobStore(Path root) {
  /** Where the bytes of a digest lie, or would. */
  public Path blob(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /**
   * Copies an open file. When this returns, the bytes will be there after a power cut too.
   *
   * <p>The copy is made by the system. JDK 17 has the kernel copy the bytes (sendfile); with JDKs
   * that call copy_file_range, such as 21, Btrfs and XFS share them instead, at no cost. The digest
   * is that of the copy, for the file may change meanwhile; and it is made each time, for sizes and
   * times of files are what their owner says they are.
   *
   * @param bytes to copy, from the start
   * @param incoming folder on the store's disk, for what is half copied
   * @return the digest of what was copied; of fewer bytes if the file got shorter
   */
  Copied take(FileChannel in, long bytes, Path incoming) throws IOException {
    Files.createDirectories(root);
    Path fresh = Files.createTempFile(incoming, "incoming", ".part");
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      long at = 0;
      for (long n = 1; at < bytes && n > 0; at += n) {
        n = in.transferTo(at, bytes - at, out);
      }
      String sha256 = Folders.sha256(fresh);
      Path target = blob(sha256);
      if (!Files.exists(target) || Files.mismatch(fresh, target) >= 0) {
        out.force(true);
        fresh.toFile().setReadOnly();
        Files.createDirectories(target.getParent());
        Files.move(
            fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.sync(root.resolve(sha256.substring(0, 2)));
        Folders.sync(root);
      }
      return new Copied(sha256, at);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** What was copied. */
  record Copied(String sha256, long bytes) {}

  /**
   * Keeps a file that nobody changes, such as a base policy's: by a link where that works, which
   * costs no room.
   */
  public void keep(Path file, String sha256) throws IOException {
    Path target = blob(sha256);
    if (!Files.exists(target)) {
      Files.createDirectories(root.resolve(sha256.substring(0, 2)));
      try {
        Files.createLink(target, file);
      } catch (IOException | UnsupportedOperationException e) {
        try (FileChannel in = FileChannel.open(file)) {
          take(in, in.size(), root);
        }
      }
    }
  }
}
