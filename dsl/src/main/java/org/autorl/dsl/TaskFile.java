package org.autorl.dsl;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.autorl.records.Suite;

/** A {@code tasks.groovy}. It is code: load one only from where you would run a build file. */
public final class TaskFile {
  private TaskFile() {}

  /**
   * Reads, checks and evaluates a task file. Takes about a second: load once, then pass the suite.
   *
   * @throws TaskFileException with all mistakes that were found, ready to be shown
   */
  public static Suite load(Path file) {
    String text = read(file);
    String shown = file.toString();
    List<String> source = text.lines().toList();
    SourceMap map = new SourceMap();
    try (TaskFileCompiler compiler = new TaskFileCompiler(map)) {
      TaskFileCompiler.Result compiled = compiler.compile(text);
      if (!compiled.problems().isEmpty()) {
        throw TaskFileException.of(compiled.problems(), shown, source);
      }
      Path folder = file.toAbsolutePath().normalize().getParent();
      Reading reading = new Reading(folder == null ? file : folder, map);
      return new Evaluation(reading, map)
          .evaluate(compiled)
          .orElseThrow(() -> TaskFileException.of(reading.problems(), shown, source));
    }
  }

  private static String read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new TaskFileException(
          "error: there is no task file `%s`\n\nhint: Name one, such as `tasks.groovy`.\n"
              .formatted(file));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new TaskFileException(
          "error: `%s` is not UTF-8 text\n\nhint: Save it as UTF-8.\n".formatted(file));
    } catch (IOException e) {
      throw new TaskFileException(
          "error: `%s` cannot be read: %s\n\nhint: A task file is UTF-8 text that you may read.\n"
              .formatted(file, e));
    }
  }
}
