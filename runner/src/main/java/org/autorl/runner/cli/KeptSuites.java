package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.autorl.graders.JudgePrompt;
import org.autorl.records.DataSource;
import org.autorl.records.Digest;
import org.autorl.records.GraderRule;
import org.autorl.records.Json;
import org.autorl.records.Judge;
import org.autorl.records.PolicySource;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.folder.AtomicFile;

/** What task files said when they were read, by their content and by what read them. */
final class KeptSuites {
  private static final long LONGEST_FILE = 1L << 20;

  /** The beginning of a pattern that includes files: whole names, up to the first that varies. */
  private static final Pattern INCLUDE =
      Pattern.compile("include\\s*\\(?\\s*['\"]((?:[^'\"*?\\[{/]+(?:/|(?=['\"])))*)");

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

  /**
   * What the file said the last time, if it and what it names are still there, programs as they
   * were.
   */
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
      for (Task task : suite.tasks()) {
        if (!isThere(home, task)) {
          return Optional.empty();
        }
      }
      return Optional.of(suite);
    } catch (IllegalArgumentException e) {
      // Half an entry is none.
      return Optional.empty();
    }
  }

  private static boolean isThere(Path home, Task task) throws IOException {
    List<String> files = new ArrayList<>(task.files());
    files.add(task.prompt());
    if (task.grader() instanceof GraderRule.Judged judged
        && judged.judge() instanceof Judge.Model model) {
      files.add(model.prompt());
      model.calibration().ifPresent(set -> files.add(set.file()));
    }
    if (task.grader() instanceof GraderRule.Program program
        && !holds(home.resolve(program.path()), program.digest())) {
      return false;
    }
    Stream.of(task.data().visible(), task.data().practice(), task.data().sealed())
        .filter(split -> split.source() instanceof DataSource.LocalFile)
        .forEach(split -> files.add(split.source().name()));
    boolean policy =
        !(task.policy() instanceof PolicySource.Folder folder)
            || Files.isDirectory(home.resolve(folder.path()));
    return policy
        && files.stream().allMatch(file -> Files.isRegularFile(home.resolve(file)))
        && asksWell(home, task);
  }

  /** A judge's prompt is not kept with the answer, and `check` has something to say of it. */
  private static boolean asksWell(Path home, Task task) {
    if (!(task.grader() instanceof GraderRule.Judged judged
        && judged.judge() instanceof Judge.Model model)) {
      return true;
    }
    try {
      return JudgePrompt.wrongPlaces(Files.readString(home.resolve(model.prompt()))).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** A changed program is another rule, though the task file says the same. */
  private static boolean holds(Path file, String digest) throws IOException {
    return Files.isRegularFile(file) && Digest.sha256(Files.readAllBytes(file)).equals(digest);
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

  /** Named by the content of the file and of all that it may include, and by what read them. */
  private Path entry(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    StringBuilder name = new StringBuilder(reader).append(Digest.sha256(content));
    for (Path other : included(file, new String(content, StandardCharsets.UTF_8))) {
      name.append(other).append(Digest.sha256(Files.readAllBytes(other)));
    }
    return folder.resolve(Digest.sha256(name.toString()) + ".json");
  }

  /** More than what is included does no harm, so patterns are looked up by where they begin. */
  private static List<Path> included(Path file, String text) throws IOException {
    List<Path> found = new ArrayList<>();
    Matcher patterns = INCLUDE.matcher(text);
    while (patterns.find()) {
      Path from = Suites.folder(file).resolve(patterns.group(1));
      if (Files.isRegularFile(from)) {
        found.add(from);
      } else if (Files.isDirectory(from)) {
        try (Stream<Path> below =
            Files.find(from, 16, (path, attributes) -> isTaskFile(path, attributes))) {
          below.sorted().forEach(found::add);
        }
      }
    }
    return found;
  }

  private static boolean isTaskFile(Path path, BasicFileAttributes attributes) {
    return attributes.isRegularFile() && path.toString().endsWith(".groovy");
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
