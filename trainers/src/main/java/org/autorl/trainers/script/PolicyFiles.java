package org.autorl.trainers.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.autorl.trainers.policy.Policy;

/**
 * Saves policies so that a folder holds a whole one or none: weights are moved in last, and are
 * taken away first.
 */
final class PolicyFiles {
  private static final String WEIGHTS = "model.safetensors";
  private static final String PARTIAL = ".partial";
  private static final String CHECKPOINT = "checkpoint-";

  private PolicyFiles() {}

  /** Saves into a folder that may hold other files too; a policy that is there is replaced. */
  static void save(Policy policy, Path folder) throws IOException {
    Path partial = folder.resolve(PARTIAL);
    Files.createDirectories(folder);
    delete(partial);
    policy.save(partial);
    Files.deleteIfExists(folder.resolve(WEIGHTS));
    List<Path> files = new ArrayList<>();
    try (Stream<Path> made = Files.list(partial)) {
      made.forEach(files::add);
    }
    files.sort(Comparator.comparing((Path f) -> f.endsWith(WEIGHTS)).thenComparing(f -> f));
    for (Path file : files) {
      Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    delete(partial);
  }

  /** Whether a whole policy lies there. */
  static boolean isPolicy(Path folder) {
    return Files.exists(folder.resolve(WEIGHTS));
  }

  /** Updates that a checkpoint's folder says were made. */
  static int stepOf(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring(CHECKPOINT.length()));
  }

  /** Removes all checkpoints: what they led to is there. */
  static void deleteCheckpoints(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.list(folder)) {
      all =
          entries
              .filter(
                  e -> e.getFileName().toString().matches("\\.?" + CHECKPOINT + "\\d+(\\.part)?"))
              .toList();
    }
    for (Path checkpoint : all) {
      delete(checkpoint);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all = new ArrayList<>();
    try (Stream<Path> entries = Files.walk(folder)) {
      entries.forEach(all::add);
    }
    all.sort(Comparator.reverseOrder());
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
