package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Digest;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import org.autorl.runner.folder.AtomicFile;

/** What task files said when they were read, by their content and by what read them. */
final class KeptSuites {
  private static final long LONGEST_FILE = 1L << 20;

  private final Path folder;

  /** The program that reads task files, by the libraries it is made of. */
  private final String reader;

  /** Classes in folders change without a sign that could be kept with an answer. */
  private final boolean keeps;

  /**
   * A store.
   *
   * @param classPath what reads task files
   */
  KeptSuites(Path folder, List<Path> classPath) throws IOException {
    this.folder = folder;
    this.reader = describe(classPath);
    this.keeps = classPath.stream().allMatch(Files::isRegularFile);
  }

  /** What the file said the last time, if it and what it names are still there. */
  Optional<Suite> known(Path file) throws IOException {
    if (!keeps || Files.size(file) > LONGEST_FILE) {
      return Optional.empty();
    }
    Path entry = entry(file);
    if (!Files.isRegularFile(entry)) {
      return Optional.empty();
    }
    try {
      Suite suite = Json.read(Files.readString(entry), Suite.class);
      Path home = Suites.folder(file);
      boolean whole =
          suite.tasks().stream()
              .allMatch(
                  task ->
                      Files.isRegularFile(home.resolve(task.prompt()))
                          && Files.isDirectory(home.resolve(task.policy())));
      return whole ? Optional.of(suite) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // Half an entry is none.
      return Optional.empty();
    }
  }

  /** Remembers what a file says; failing to is slower the next time, and no more. */
  void keep(Path file, Suite suite) {
    if (!keeps) {
      return;
    }
    try {
      Files.createDirectories(folder);
      AtomicFile.write(entry(file), Json.canonical(suite));
    } catch (IOException e) {
      // No room or no permission: the next start reads the file again.
    }
  }

  /** Named by the file's content and by the program that read it. */
  private Path entry(Path file) throws IOException {
    return folder.resolve(
        Digest.sha256(reader + Digest.sha256(Files.readAllBytes(file))) + ".json");
  }

  private static String describe(List<Path> classPath) throws IOException {
    StringBuilder reader = new StringBuilder();
    for (Path entry : classPath) {
      reader.append(entry).append(' ').append(Files.size(entry)).append(' ');
      reader.append(Files.getLastModifiedTime(entry).toMillis()).append('\n');
    }
    return reader.toString();
  }
}
