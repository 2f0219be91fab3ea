package org.autorl.runner.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.autorl.records.Json;

/**
 * Pairs of which it is known which answer people prefer: JSON lines with the texts {@code
 * instruction}, {@code better} and {@code worse}.
 */
record KnownPairs(List<Pair> pairs) {
  KnownPairs {
    pairs = List.copyOf(pairs);
  }

  /**
   * Reads them.
   *
   * @param name of the file in messages
   * @throws JudgeFailed if there is none, or a line is no pair
   */
  static KnownPairs read(Path file, String name) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      int number = pairs.size() + 1;
      ObjectNode pair;
      try {
        pair = Json.readObject(line);
      } catch (IllegalArgumentException e) {
        throw new JudgeFailed("line %d of %s: %s".formatted(number, name, e.getMessage()), e);
      }
      for (String text : List.of("instruction", "better", "worse")) {
        if (!pair.path(text).isTextual()) {
          throw new JudgeFailed("line %d of %s has no text `%s`".formatted(number, name, text));
        }
      }
      pairs.add(
          Pair.of(
              "calibration-" + number,
              pair.get("instruction").asText(),
              pair.get("better").asText(),
              pair.get("worse").asText()));
    }
    if (pairs.isEmpty()) {
      throw new JudgeFailed(name + " has no pair to hold the judge against");
    }
    return new KnownPairs(pairs);
  }
}
