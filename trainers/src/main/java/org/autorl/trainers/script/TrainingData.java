package org.autorl.trainers.script;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.Json;
import org.jspecify.annotations.Nullable;

/**
 * Lines to learn from.
 *
 * @param source where they are from, as the user named it
 */
public record TrainingData(String source, List<Row> rows) {
  private static final int TOLD = 20;

  public TrainingData {
    rows = List.copyOf(rows);
  }

  /**
   * One line.
   *
   * @param where for messages: {@code train.jsonl:3}, or {@code item 3} of a list
   */
  public record Row(String where, Map<String, Object> item) {
    public Row {
      Map<String, Object> plain = new LinkedHashMap<>();
      item.forEach((name, value) -> plain.put(name, plain(value)));
      item = Collections.unmodifiableMap(plain);
    }

    /** Texts that Groovy has put together are texts; nothing else would write them as such. */
    private static @Nullable Object plain(@Nullable Object value) {
      if (value instanceof CharSequence) {
        return value.toString();
      }
      if (value instanceof List<?> list) {
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(one -> plain.add(plain(one)));
        return plain;
      }
      if (value instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((name, one) -> plain.put(String.valueOf(name), plain(one)));
        return plain;
      }
      return value;
    }

    /** A text field that the format's check has found. */
    String text(String name) {
      return String.valueOf(item.get(name));
    }
  }

  /**
   * Reads JSON lines; empty lines are skipped.
   *
   * @throws Mistake with all lines that are no JSON object, or if there is no such file
   */
  public static TrainingData read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Mistake.of("no data file `" + file + "`", "Data is a file with a JSON object a line.");
    }
    List<Row> rows = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String where = file.getFileName() + ":" + number;
      try {
        rows.add(new Row(where, parsed(line)));
      } catch (IllegalArgumentException e) {
        problems.add(where + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw unusable(file.toString(), problems.size() + rows.size(), problems, List.of());
    }
    if (rows.isEmpty()) {
      throw Mistake.of("`" + file + "` holds no line", "Data is a JSON object a line.");
    }
    return new TrainingData(file.toString(), rows);
  }

  /** Items that a script has made. */
  static TrainingData of(List<? extends Map<String, Object>> items) {
    List<Row> rows = new ArrayList<>();
    for (Map<String, Object> item : items) {
      rows.add(new Row("item " + (rows.size() + 1), item));
    }
    return new TrainingData("the data", rows);
  }

  /**
   * Checks that each line has what is needed.
   *
   * @param what uses the lines, for the message
   * @throws Mistake with the first lines that lack something
   */
  void check(DataFormat format, String what) {
    List<String> problems =
        rows.stream()
            .flatMap(row -> format.problem(row.item()).map(p -> row.where() + ": " + p).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw unusable(
          source,
          rows.size(),
          problems,
          List.of("a line of `%s` is %s".formatted(what, format.shape())));
    }
  }

  /** The same for any other check that names the line. */
  static Mistake unusable(String source, int lines, List<String> problems, List<String> allowed) {
    List<String> details = new ArrayList<>(problems.subList(0, Math.min(TOLD, problems.size())));
    if (problems.size() > TOLD) {
      details.add("and %d more".formatted(problems.size() - TOLD));
    }
    details.addAll(allowed);
    return Mistake.of(
        "%d of %d lines of %s cannot be used".formatted(problems.size(), lines, source),
        details,
        Optional.empty());
  }

  private static List<String> lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (java.io.UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw Mistake.of("`" + file + "` is no text in UTF-8", "Data is a JSON object a line.");
      }
      throw e.getCause();
    }
  }

  @SuppressWarnings("unchecked") // keys of a JSON object are texts
  private static Map<String, Object> parsed(String line) {
    try {
      return Json.read(line, LinkedHashMap.class);
    } catch (IllegalArgumentException e) {
      // Without the parser's own words on where that is: a line is short, and its number is told.
      String why =
          e.getCause() instanceof JsonParseException broken
              ? ", " + broken.getOriginalMessage().replaceFirst("(?s)( \\(start marker|\n).*", "")
              : "";
      throw new IllegalArgumentException("no JSON object" + why, e);
    }
  }
}
