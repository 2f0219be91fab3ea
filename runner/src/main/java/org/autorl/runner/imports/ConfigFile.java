package org.autorl.runner.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the settings of a task folder as values and nothing else: no objects are made of what a
 * file names, and what a few bytes could blow up is refused.
 */
final class ConfigFile {
  private static final int DEEPEST = 16;
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final TomlMapper TOML = TomlMapper.builder().build();

  private ConfigFile() {}

  static Optional<Config> yaml(SourceFolder folder, String file) {
    return folder
        .text(file, "A task folder of Agent² RL-Bench has one.")
        .filter(text -> isPlain(text, folder, file))
        .flatMap(text -> parse(YAML, "YAML", text, folder, file));
  }

  static Optional<Config> toml(SourceFolder folder, String file) {
    return folder
        .text(file, "A task folder of Harbor has one.")
        .flatMap(text -> parse(TOML, "TOML", text, folder, file));
  }

  private static Optional<Config> parse(
      ObjectMapper mapper, String language, String text, SourceFolder folder, String file) {
    try {
      JsonNode tree = mapper.readTree(text);
      if (tree instanceof ObjectNode object) {
        return Optional.of(new Config(object, "", folder.at(file), folder.problems()));
      }
      folder
          .problems()
          .add(
              "`" + file + "` has no keys",
              folder.at(file),
              "it is a mapping of keys to values",
              "Begin with `name: some-name`.");
    } catch (JsonProcessingException e) {
      broken(language, e, folder, file);
    }
    return Optional.empty();
  }

  /** Whether YAML holds values alone: no alias, no tag, nothing nested without end. */
  private static boolean isPlain(String text, SourceFolder folder, String file) {
    try (YAMLParser parser = YAML.getFactory().createParser(text)) {
      int depth = 0;
      boolean ended = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        String where = folder.at(file) + ":" + parser.currentTokenLocation().getLineNr();
        if (ended || parser.isCurrentAlias() || parser.getTypeId() != null || depth > DEEPEST) {
          folder
              .problems()
              .add(
                  "`" + file + "` has more than values",
                  where,
                  "a settings file is one document of texts, numbers, lists and blocks, "
                      + DEEPEST
                      + " deep at most; aliases (`*name`) and tags (`!name`) are refused",
                  "Write the value itself.");
          return false;
        }
        ended = depth == 0;
      }
      return true;
    } catch (JsonProcessingException e) {
      broken("YAML", e, folder, file);
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  private static void broken(
      String language, JsonProcessingException e, SourceFolder folder, String file) {
    // What is indented quotes the file, which its author can see.
    String says =
        String.valueOf(e.getOriginalMessage())
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith(" "))
            .map(Words::line)
            .collect(Collectors.joining(": "));
    String where = Optional.ofNullable(e.getLocation()).map(at -> ":" + at.getLineNr()).orElse("");
    folder
        .problems()
        .add(
            "`" + file + "` is not " + language,
            folder.at(file) + where,
            "the parser says: " + says,
            "Mend that line.");
  }
}
