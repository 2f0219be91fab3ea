package org.autorl.records.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;

/**
 * Where a policy's chat template lies: {@code chat_template.jinja}, else the field {@code
 * chat_template} of {@code tokenizer_config.json}, a text or a list of texts with names, of which
 * {@code default} counts
 * (https://huggingface.co/docs/transformers/chat_templating_writing#multiple-templates).
 *
 * @param template in Jinja; empty if the policy has none
 * @param tokenizerConfig with the special tokens that the template may be filled with
 */
public record ChatTemplateSource(Optional<String> template, ObjectNode tokenizerConfig) {
  /** The file that holds nothing but the template. */
  public static final String FILE = "chat_template.jinja";

  /** The file that holds it otherwise. */
  public static final String CONFIG = "tokenizer_config.json";

  /**
   * Looks in both files.
   *
   * @param jinja what {@link #FILE} holds, if it is there
   * @param config what {@link #CONFIG} holds, if it is there
   * @throws IllegalArgumentException if the configuration is no JSON object, or none of several
   *     templates is named {@code default}
   */
  public static ChatTemplateSource of(Optional<String> jinja, Optional<String> config) {
    ObjectNode object = config.map(ChatTemplateSource::object).orElseGet(Json::object);
    return new ChatTemplateSource(jinja.or(() -> named(object.path("chat_template"))), object);
  }

  /** A special token such as {@code bos_token}: a text, or an object that holds it; else empty. */
  public String token(String name) {
    JsonNode token = tokenizerConfig.path(name);
    JsonNode text = token.isObject() ? token.path("content") : token;
    return text.isTextual() ? text.asText() : "";
  }

  private static ObjectNode object(String json) {
    try {
      return Json.readObject(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(CONFIG + " holds no JSON object", e);
    }
  }

  private static Optional<String> named(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    } else if (node.isTextual()) {
      return Optional.of(node.asText());
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : node) {
      names.add(entry.path("name").asText());
      if (entry.path("name").asText().equals("default") && entry.path("template").isTextual()) {
        return Optional.of(entry.path("template").asText());
      }
    }
    throw new IllegalArgumentException(
        CONFIG + ": of the chat templates, none is named `default`; there are " + names);
  }
}
