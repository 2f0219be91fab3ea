package org.autorl.dsl;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.autorl.records.Suite;

/**
 * A {@code tasks.groovy}: words and values, in Groovy's syntax; a file that computes is refused.
 */
public final class TaskFile {
  private static final long LONGEST = 1L << 20;

  private TaskFile() {}

  /**
   * Reads, checks and evaluates a task file. Takes about a second: load once, then pass the suite.
   *
   * @throws TaskFileException with all mistakes that were found, ready to be shown
   */
  public static Suite load(Path file) {
    return load(file, file.toString());
  }

  /**
   * Loads a file that its author knows under another name.
   *
   * @param shown the name that messages show
   * @throws TaskFileException with all mistakes that were found, ready to be shown
   */
  public static Suite load(Path file, String shown) {
    String text = read(file, shown);
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

  private static String read(Path file, String shown) {
    if (!Files.isRegularFile(file)) {
      throw new TaskFileException(
          "error: there is no task file `%s`\n\nhint: Name one, such as `tasks.groovy`.\n"
              .formatted(shown));
    }
    try {
      if (Files.size(file) > LONGEST) {
        throw new TaskFileException(
            "error: `%s` has %d bytes\n  a task file has 1 MiB at most\n\nhint: Put data into files that it names.\n"
                .formatted(shown, Files.size(file)));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new TaskFileException(
          "error: `%s` is not UTF-8 text\n\nhint: Save it as UTF-8.\n".formatted(shown));
    } catch (IOException e) {
      throw new TaskFileException(
          "error: `%s` cannot be read: %s\n\nhint: A task file is UTF-8 text that you may read.\n"
              .formatted(shown, e));
    }
  }
}
