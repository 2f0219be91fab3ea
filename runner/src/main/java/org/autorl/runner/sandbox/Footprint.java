package org.autorl.runner.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.autorl.records.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What files take of a disk, counted so that no way of writing them escapes: each file and folder
 * whole blocks of 4 KiB and at least one, a file of several names once, one with holes as if it had
 * none, and those without a name that are open still.
 */
public final class Footprint {
  private static final int BLOCK = 4096;
  private static final String DELETED = " (deleted)";

  private final Bytes mostBytes;
  private final int mostFiles;
  private final Set<String> seen = new HashSet<>();
  private long bytes;

  /**
   * Of nothing yet. Above either limit it is too large, and no further file is looked at.
   *
   * @param mostFiles files and folders
   */
  public Footprint(Bytes mostBytes, int mostFiles) {
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /** Bytes so far. */
  public long bytes() {
    return bytes;
  }

  /** Whether it is above a limit. */
  public boolean tooLarge() {
    return bytes > mostBytes.count() || seen.size() > mostFiles;
  }

  /** Adds a folder with all below it, or a file; what vanishes meanwhile counts nothing. */
  public void add(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return count(attributes);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return count(attributes);
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            return reopened(file) ? again(file) : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private FileVisitResult again(Path folder) throws IOException {
    add(folder);
    return FileVisitResult.CONTINUE;
  }

  /** A folder that its owner has closed to itself hides nothing: it is the runner's own, too. */
  private static boolean reopened(Path folder) {
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || Files.isReadable(folder) && Files.isExecutable(folder)) {
        return false;
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private FileVisitResult count(BasicFileAttributes attributes) {
    return count(
        String.valueOf(attributes.fileKey()), attributes.isRegularFile() ? attributes.size() : 0);
  }

  private FileVisitResult count(String key, long size) {
    if (seen.add(key)) {
      bytes += Math.max(1, (size + BLOCK - 1) / BLOCK) * BLOCK;
    }
    return tooLarge() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
  }

  /**
   * Adds what processes hold that has no name any more: deleted files that are open or mapped.
   *
   * @param disk something on the disk that is counted
   */
  public void addNameless(Path disk, Stream<ProcessHandle> processes) throws IOException {
    long device = (Long) Files.getAttribute(disk, "unix:dev");
    processes.forEach(
        process -> {
          Path own = Path.of("/proc", Long.toString(process.pid()));
          opened(own).forEach(link -> addOpened(link, device));
          mapped(own).forEach(line -> addMapped(line, device));
        });
  }

  private void addOpened(Path link, long device) {
    try {
      if (Files.readSymbolicLink(link).toString().endsWith(DELETED)
          && Files.getAttribute(link, "unix:dev").equals(device)) {
        count(Files.readAttributes(link, BasicFileAttributes.class));
      }
    } catch (IOException e) {
      // It was closed meanwhile.
    }
  }

  /** Address, rights, offset, device, number and name, as proc(5) states them. */
  private void addMapped(String line, long device) {
    String[] fields = line.split(" +", 6);
    String[] numbers = fields[3].split(":", 2);
    long major = Long.parseLong(numbers[0], 16);
    long minor = Long.parseLong(numbers[1], 16);
    // As the C library packs them (gnu_dev_makedev).
    if (((minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12)) == device) {
      String[] ends = fields[0].split("-", 2);
      long size = Long.parseUnsignedLong(ends[1], 16) - Long.parseUnsignedLong(ends[0], 16);
      count("(dev=%x,ino=%s)".formatted(device, fields[4]), size);
    }
  }

  private static List<Path> opened(Path process) {
    try (Stream<Path> links = Files.list(process.resolve("fd"))) {
      return links.toList();
    } catch (IOException | UncheckedIOException e) {
      // The process has ended, or may not be asked.
      return List.of();
    }
  }

  private static List<String> mapped(Path process) {
    try (Stream<String> lines = Files.lines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.endsWith(DELETED)).toList();
    } catch (IOException | UncheckedIOException e) {
      // The process has ended, or may not be asked.
      return List.of();
    }
  }
}
