package org.autorl.trainers.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.autorl.records.Json;

/** {@code metrics.jsonl}: a line for each update, with TRL's keys; written at once, appended to. */
public final class MetricsFile implements AutoCloseable {
  /** Its name. */
  public static final String NAME = "metrics.jsonl";

  private final List<BufferedWriter> files = new ArrayList<>();

  /** Opens it in each of these folders, which are there. */
  public MetricsFile(List<Path> folders) throws IOException {
    for (Path folder : new LinkedHashSet<>(folders)) {
      files.add(
          Files.newBufferedWriter(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }
  }

  /** Drops lines of steps after this one: training goes on there, and writes them anew. */
  static void keep(Path folder, int step) throws IOException {
    Path file = folder.resolve(NAME);
    if (Files.exists(file)) {
      List<String> kept =
          Files.readAllLines(file).stream()
              .filter(line -> Json.readObject(line).path("step").asInt() <= step)
              .toList();
      Files.write(file, kept);
    }
  }

  void write(String stage, int step, Map<String, Double> values) throws IOException {
    ObjectNode line = Json.object().put("stage", stage).put("step", step);
    values.forEach(line::put);
    String text = Json.canonical(line) + "\n";
    for (BufferedWriter file : files) {
      file.write(text);
      file.flush();
    }
  }

  @Override
  public void close() throws IOException {
    for (BufferedWriter file : files) {
      file.close();
    }
  }
}
