package org.autorl.runner.folder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.autorl.records.Bytes;
import org.autorl.records.Digest;
import org.jspecify.annotations.Nullable;

/** What Java's files lack. Folders' links are never followed. */
public final class Folders {
  private Folders() {}

  /** What the disk of a folder can still take. */
  public static Bytes free(Path folder) throws IOException {
    return new Bytes(Files.getFileStore(folder).getUsableSpace());
  }

  /** The SHA-256 of a file's bytes, in hexadecimal; of a link, those of the file it leads to. */
  public static String sha256(Path file) throws IOException {
    MessageDigest digest = Digest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Digest.hex(digest.digest());
  }

  /** A lock on a whole file, unless somebody has it, in this process or another. */
  public static Optional<FileLock> locked(FileChannel file) throws IOException {
    try {
      return Optional.ofNullable(file.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** When this returns, the bytes of a file, or the names in a folder, are on disk. */
  public static void sync(Path path) throws IOException {
    try (FileChannel opened = FileChannel.open(path, StandardOpenOption.READ)) {
      opened.force(true);
    }
  }

  /**
   * Deletes a folder with all that is in it; does nothing if there is none. What an agent has
   * nested deeper than any path can name, or closed to everybody, goes as well.
   */
  public static void delete(Path folder) throws IOException {
    Deletion deletion = new Deletion(folder);
    while (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder, deletion);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    /** Of a path at most 4096 bytes can be named, and a name has at most 255. */
    private static final int DEEPEST = 12;

    private final Path root;
    private final Set<Path> opened = new HashSet<>();
    private int moved;
    private boolean again;

    Deletion(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
        throws IOException {
      if (dir.equals(root)) {
        again = false;
      }
      if (!Files.isWritable(dir)) {
        open(dir);
      }
      if (dir.getNameCount() - root.getNameCount() <= DEEPEST) {
        return FileVisitResult.CONTINUE;
      }
      Path higher = root.resolve(".deep-" + moved++);
      while (Files.exists(higher, LinkOption.NOFOLLOW_LINKS)) {
        higher = root.resolve(".deep-" + moved++);
      }
      Files.move(dir, higher);
      again = true;
      return FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (!(failure instanceof AccessDeniedException) || !opened.add(file)) {
        throw failure;
      }
      open(file);
      again = true;
      return FileVisitResult.CONTINUE;
    }

    private static void open(Path dir) throws IOException {
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (!again) {
        Files.delete(dir);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /** Bytes of all regular files in a folder; files that vanish meanwhile count nothing. */
  public static long size(Path folder) throws IOException {
    long[] sum = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, java.io.IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }
}
