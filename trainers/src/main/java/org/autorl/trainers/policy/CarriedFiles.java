package org.autorl.trainers.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small files of a policy folder that training does not change: saved as they were loaded. */
final class CarriedFiles {
  private static final List<String> NAMES =
      List.of(
          "generation_config.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "chat_template.jinja");

  private static final long LIMIT = 16L << 20;

  private final SortedMap<String, byte[]> files;

  private CarriedFiles(Map<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  static CarriedFiles of(String name, String text) {
    return new CarriedFiles(Map.of(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads those that are there. */
  static CarriedFiles read(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        if (Files.size(file) > LIMIT) {
          throw new IllegalArgumentException(
              "%s has %d bytes; at most %d are read".formatted(name, Files.size(file), LIMIT));
        }
        files.put(name, Files.readAllBytes(file));
      }
    }
    return new CarriedFiles(files);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(files.get(name)).map(b -> new String(b, StandardCharsets.UTF_8));
  }

  Optional<ChatTemplate> chatTemplate() {
    return ChatTemplate.of(text("chat_template.jinja"), text("tokenizer_config.json"));
  }

  void write(Replacement to) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      to.write(file.getKey(), file.getValue());
    }
  }
}
