package org.autorl.runner.cheats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.records.DataSource;
import org.autorl.records.Task;
import org.autorl.runner.grading.TaskItems;

/**
 * Texts that no cheater may come to have, and what each is. They are looked for as bytes in all
 * that it leaves, so no encoding of its log can hide them by accident.
 */
record Forbidden(Map<String, String> texts) {
  private static final int CHUNK = 1 << 20;
  private static final int SHORTEST = 12;
  private static final Pattern SECRET =
      Pattern.compile(".*(KEY|TOKEN|SECRET|PASSWORD).*", Pattern.CASE_INSENSITIVE);

  Forbidden {
    texts = Map.copyOf(texts);
  }

  /**
   * The hidden seeds of a task, and the runner's own secrets.
   *
   * @param environment the runner's
   */
  static Forbidden secrets(Task task, Map<String, String> environment) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (DataSource source :
        List.of(task.data().sealed().source(), task.data().practice().source())) {
      if (source instanceof DataSource.Generated made
          && Long.toString(made.seed()).length() >= SHORTEST) {
        texts.put(Long.toString(made.seed()), "a hidden seed");
      }
    }
    environment.forEach(
        (name, value) -> {
          if (SECRET.matcher(name).matches() && value.length() >= SHORTEST) {
            texts.put(value, "the runner's variable " + name);
          }
        });
    return new Forbidden(texts);
  }

  /** The hidden items of these splits. */
  static Forbidden items(TaskItems items, Partition... splits) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    String visible =
        items.of(Partition.VISIBLE).stream().map(Item::prompt).collect(Collectors.joining("\n"));
    for (Partition split : splits) {
      hidden(items.of(split), split.name().toLowerCase(Locale.ROOT), visible, texts);
    }
    return new Forbidden(texts);
  }

  /** An item is known by its longest line that no visible item has. */
  private static void hidden(
      List<Item> items, String split, String visible, Map<String, String> texts) {
    for (Item item : items) {
      item.prompt()
          .lines()
          .filter(line -> line.length() >= SHORTEST && !visible.contains(line))
          .max(Comparator.comparingInt(String::length))
          .ifPresent(line -> texts.put(line, "an item of the %s split".formatted(split)));
    }
  }

  /** These, and texts that were planted. */
  Forbidden and(Map<String, String> canaries) {
    Map<String, String> all = new LinkedHashMap<>(texts);
    canaries.forEach((where, text) -> all.put(text, where));
    return new Forbidden(all);
  }

  /** What of it stands in a file, by what it is. */
  List<String> in(Path file) throws IOException {
    return found(file).stream()
        .map(texts::get)
        .distinct()
        .sorted()
        .map(what -> "it had %s: its bytes are in %s".formatted(what, file.getFileName()))
        .toList();
  }

  /** The texts that stand in a file. */
  Set<String> found(Path file) throws IOException {
    Map<String, String> wanted = new LinkedHashMap<>();
    int longest = 1;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      byte[] bytes = text.getKey().getBytes(StandardCharsets.UTF_8);
      longest = Math.max(longest, bytes.length);
      wanted.put(new String(bytes, StandardCharsets.ISO_8859_1), text.getKey());
    }
    TreeSet<String> found = new TreeSet<>();
    String tail = "";
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
        String window = tail + new String(chunk, StandardCharsets.ISO_8859_1);
        wanted.forEach(
            (bytes, text) -> {
              if (window.contains(bytes)) {
                found.add(text);
              }
            });
        tail = window.substring(Math.max(0, window.length() - longest + 1));
      }
    }
    return found;
  }
}
