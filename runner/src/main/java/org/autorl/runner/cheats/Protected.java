package org.autorl.runner.cheats;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.autorl.records.Digest;

/**
 * Files of the host that no attempt may change: the base policy, the task's files, the libraries
 * and tools that a sandbox sees. Small ones by content, large ones by size and time.
 */
record Protected(List<Path> roots, SortedMap<Path, String> before) {
  private static final long SMALL = 1L << 20;

  /** Looks at all files below these. */
  static Protected of(List<Path> roots) throws IOException {
    return new Protected(List.copyOf(roots), look(roots));
  }

  /** What is not as it was. */
  List<String> changed() throws IOException {
    SortedMap<Path, String> now = look(roots);
    TreeSet<Path> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    List<String> changed = new ArrayList<>();
    for (Path file : all) {
      if (!before.getOrDefault(file, "").equals(now.getOrDefault(file, ""))) {
        changed.add("the host's file %s was changed".formatted(file));
      }
    }
    return changed;
  }

  private static SortedMap<Path, String> look(List<Path> roots) throws IOException {
    SortedMap<Path, String> files = new TreeMap<>();
    for (Path root : roots) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              files.put(file, state(file, attributes));
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return files;
  }

  private static String state(Path file, BasicFileAttributes attributes) throws IOException {
    return attributes.isRegularFile() && attributes.size() <= SMALL
        ? Digest.sha256(Files.readAllBytes(file))
        : attributes.size() + " " + attributes.lastModifiedTime().toMillis();
  }
}
