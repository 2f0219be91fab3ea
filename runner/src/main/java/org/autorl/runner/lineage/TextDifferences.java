package org.autorl.runner.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.autorl.records.Json;
import org.autorl.records.policy.ChatTemplateSource;

/** How tokenizer, chat template and settings of two policies differ, by meaning. */
final class TextDifferences {
  private static final List<String> NAMES =
      List.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt");

  private static final String TEMPLATE = "chat_template";

  private TextDifferences() {}

  /** A sentence for each file that differs, and one for the chat template. */
  static List<String> between(SortedMap<String, Path> base, SortedMap<String, Path> given)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : NAMES) {
      Optional<String> before = text(base, name);
      Optional<String> after = text(given, name);
      if (before.isPresent() && after.isPresent()) {
        compare(name, before.get(), after.get()).ifPresent(found::add);
      } else if (before.isPresent() || after.isPresent()) {
        found.add(
            "`%s` is the %s's alone"
                .formatted(name, before.isPresent() ? "base policy" : "submission"));
      }
    }
    if (!template(base).equals(template(given))) {
      found.add("the chat template differs");
    }
    return found;
  }

  private static Optional<String> compare(String name, String before, String after) {
    if (before.equals(after)) {
      return Optional.empty();
    }
    if (!name.endsWith(".json")) {
      return Optional.of("`%s` differs".formatted(name));
    }
    try {
      ObjectNode one = Json.readObject(before);
      ObjectNode other = Json.readObject(after);
      SortedSet<String> fields = new TreeSet<>();
      one.fieldNames().forEachRemaining(fields::add);
      other.fieldNames().forEachRemaining(fields::add);
      fields.removeIf(
          field -> field.equals(TEMPLATE) || value(one, field).equals(value(other, field)));
      return fields.isEmpty()
          ? Optional.empty()
          : Optional.of("%s: `%s` differs".formatted(name, String.join("`, `", fields)));
    } catch (IllegalArgumentException e) {
      return Optional.of("`%s` differs".formatted(name));
    }
  }

  private static Optional<String> template(SortedMap<String, Path> files) throws IOException {
    try {
      return ChatTemplateSource.of(
              text(files, ChatTemplateSource.FILE), text(files, ChatTemplateSource.CONFIG))
          .template();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(SortedMap<String, Path> files, String name)
      throws IOException {
    Optional<Path> file = Optional.ofNullable(files.get(name));
    // What is no UTF-8 is compared all the same.
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8));
  }

  /** What is null is as good as not there. */
  private static JsonNode value(ObjectNode object, String field) {
    JsonNode value = object.path(field);
    return value.isNull() ? MissingNode.getInstance() : value;
  }
}
