package org.autorl.runner.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.records.Digest;

/**
 * What the files of an ended attempt hash to, in the form of coreutils' {@code sha256sum}, so that
 * {@code sha256sum -c SHA256SUMS} checks them without code of ours. The ledger, which holds the
 * digest of this file, {@code attempt.json}, which repeats the ledger's last line, what is derived
 * from the others and what a model was asked later are not in it.
 *
 * @param sums SHA-256 in hex by path, with forward slashes
 */
public record FileSums(SortedMap<String, String> sums) {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");

  /**
   * A file that is not as it was.
   *
   * @param line counted from 1, where there is one
   */
  public record Difference(Path file, Optional<Integer> line, String what) {}

  /** Of the files as they are. */
  public static FileSums of(AttemptFolder folder) throws IOException {
    SortedMap<String, String> sums = new TreeMap<>();
    for (Path file : files(folder)) {
      sums.put(name(folder, file), sum(file));
    }
    return new FileSums(sums);
  }

  private static String name(AttemptFolder folder, Path file) {
    return folder.root().relativize(file).toString();
  }

  private static List<Path> files(AttemptFolder folder) throws IOException {
    Set<Path> without =
        Set.of(
            folder.ledger(),
            folder.attemptJson(),
            folder.sums(),
            folder.modelSummary(),
            folder.workspace(),
            folder.given(),
            folder.scratch());
    Set<Path> derived = folder.derived();
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            // A workspace may be deeper than any path can name: it is not even walked.
            return without.contains(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!without.contains(file) && !derived.contains(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** Of a link, the digest is that of where it leads to. */
  private static String sum(Path file) throws IOException {
    return Files.isSymbolicLink(file)
        ? Digest.sha256("link to " + Files.readSymbolicLink(file))
        : Folders.sha256(file);
  }

  /** A line for each file; names with a line break are not made by the runner. */
  public String text() {
    StringBuilder text = new StringBuilder();
    sums.forEach((path, sha256) -> text.append(sha256).append("  ").append(path).append('\n'));
    return text.toString();
  }

  /** What of a folder is not as {@code SHA256SUMS} in it says. */
  public static List<Difference> differences(AttemptFolder folder) throws IOException {
    List<Difference> found = new ArrayList<>();
    SortedMap<String, String> left = new TreeMap<>(of(folder).sums());
    int number = 0;
    String text = new String(Files.readAllBytes(folder.sums()), StandardCharsets.UTF_8);
    for (String line : text.split("\n", -1)) {
      number++;
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || parts.group(2).indexOf('\0') >= 0) {
        if (!line.isEmpty()) {
          found.add(new Difference(folder.sums(), Optional.of(number), "it names no file"));
        }
        continue;
      }
      Path file = folder.root().resolve(parts.group(2));
      if (folder.derived().contains(file)) {
        // Sums of older runners name it; it is checked by being made again.
        continue;
      }
      String now = left.remove(parts.group(2));
      if (now == null) {
        found.add(new Difference(file, Optional.empty(), "is missing"));
      } else if (!now.equals(parts.group(1))) {
        found.add(new Difference(file, Optional.empty(), "is not the bytes that were written"));
      }
    }
    left.keySet()
        .forEach(
            path ->
                found.add(
                    new Difference(folder.root().resolve(path), Optional.empty(), "was added")));
    return found;
  }
}
