package org.autorl.dsl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.Message;
import org.autorl.records.Suite;

/** The loading of one task file, with the files that it includes. */
final class Loading implements AutoCloseable {
  private static final long LONGEST = 1L << 20;
  private static final int DEEPEST = 16;

  private final Path file;
  private final String shown;
  private final List<Reading> readings = new ArrayList<>();
  private final List<TaskFileCompiler> compilers = new ArrayList<>();

  /**
   * @param shown the name of the file that messages show
   */
  Loading(Path file, String shown) {
    this.file = file.toAbsolutePath().normalize();
    this.shown = shown;
  }

  /** The folder that paths in records are relative to. */
  Path root() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /**
   * What the file says.
   *
   * @throws TaskFileException with all mistakes that were found, in all files
   */
  Suite suite() {
    Optional<Suite> suite =
        open(file, shown).flatMap(opened -> new Evaluation(opened.reading()).suite(opened));
    if (!isClean()) {
      throw TaskFileException.of(readings);
    }
    return suite.orElseThrow();
  }

  boolean isClean() {
    return readings.stream().allMatch(Reading::isClean);
  }

  /** A file that compiles, and what it said outside of any block. */
  record Opened(Reading reading, TaskFileScript script) {}

  private Optional<Opened> open(Path path, String name) {
    String text = read(path, name);
    SourceMap map = new SourceMap();
    Reading reading = new Reading(this, path, name, text, map);
    readings.add(reading);
    TaskFileCompiler compiler = new TaskFileCompiler(map);
    compilers.add(compiler);
    TaskFileCompiler.Result compiled = compiler.compile(text);
    if (!compiled.problems().isEmpty()) {
      reading.problems(compiled.problems());
      return Optional.empty();
    }
    return new Evaluation(reading).run(compiled).map(script -> new Opened(reading, script));
  }

  /**
   * The tasks of all files that a pattern finds, by their paths.
   *
   * @param including the reading of the file that includes them
   */
  List<TaskBlock> include(String pattern, Reading including, Place place) {
    if (!isPattern(pattern)) {
      including.problem(
          place,
          "`include` takes a pattern of files beside the task file, and this is none: `%s`"
              .formatted(pattern),
          "patterns are relative to the task file, and stay beside it; `*` is any name, `**` any"
              + " folders",
          "Write something like `include 'tasks/**/task.groovy'`.");
      return List.of();
    }
    List<Path> found = find(pattern);
    if (found.isEmpty()) {
      including.problem(
          place,
          "`include` finds no file: `" + pattern + "`",
          "patterns are relative to the task file; `*` is any name, `**` any folders",
          "Write something like `include 'tasks/**/task.groovy'`.");
    }
    List<TaskBlock> tasks = new ArrayList<>();
    for (Path path : found) {
      String name = Path.of(shown).resolveSibling(root().relativize(path)).toString();
      open(path, name)
          .ifPresent(opened -> tasks.addAll(new Evaluation(opened.reading()).tasks(opened)));
    }
    return tasks;
  }

  private static boolean isPattern(String pattern) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      Path path = Path.of(pattern.replace('*', 'x'));
      return !pattern.isBlank() && !path.isAbsolute() && !path.normalize().startsWith("..");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<Path> find(String pattern) {
    List<PathMatcher> matchers =
        Stream.of(pattern, pattern.replace("**/", ""))
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    try (Stream<Path> paths = Files.find(folderOf(pattern), DEEPEST, Loading::isFile)) {
      return paths
          .filter(path -> !path.equals(file))
          .filter(path -> matchers.stream().anyMatch(m -> m.matches(root().relativize(path))))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Where to look: the pattern up to its first folder that is not one name alone. */
  private Path folderOf(String pattern) {
    Path folder = root();
    for (Path name : Path.of(pattern.replace('*', '?'))) {
      boolean plain = name.toString().chars().noneMatch(c -> "?[]{}\\".indexOf(c) >= 0);
      if (!plain || !Files.isDirectory(folder.resolve(name))) {
        return folder;
      }
      folder = folder.resolve(name);
    }
    return folder;
  }

  private static boolean isFile(Path path, BasicFileAttributes attributes) {
    return attributes.isRegularFile() && path.toString().endsWith(".groovy");
  }

  private static String read(Path path, String shown) {
    if (!Files.isRegularFile(path)) {
      throw refused(
          "there is no task file `" + shown + "`", List.of(), "Name one, such as `tasks.groovy`.");
    }
    try {
      if (Files.size(path) > LONGEST) {
        throw refused(
            "`%s` has %d bytes".formatted(shown, Files.size(path)),
            List.of("a task file has 1 MiB at most"),
            "Put data into files that it names.");
      }
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw refused("`" + shown + "` is not UTF-8 text", List.of(), "Save it as UTF-8.");
    } catch (IOException e) {
      throw refused(
          "`%s` cannot be read: %s".formatted(shown, e),
          List.of(),
          "A task file is UTF-8 text that you may read.");
    }
  }

  private static TaskFileException refused(String what, List<String> more, String hint) {
    return new TaskFileException(new Message(what, more, hint).text());
  }

  @Override
  public void close() {
    for (TaskFileCompiler compiler : compilers) {
      try {
        compiler.close();
      } catch (UncheckedIOException e) {
        // A class loader without files has nothing to lose.
      }
    }
  }
}
