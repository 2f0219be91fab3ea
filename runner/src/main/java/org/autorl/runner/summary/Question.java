package org.autorl.runner.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.autorl.records.Json;
import org.autorl.runner.gateway.Provider;

/**
 * One question to a model, in the words of its provider:
 * https://platform.openai.com/docs/api-reference/chat, https://docs.anthropic.com/en/api/messages,
 * https://ai.google.dev/api/generate-content.
 */
record Question(Provider provider, String model, String rules, String text) {
  /** Anthropic wants a limit; a dozen sentences are a tenth of it. */
  private static final int ANSWER = 8000;

  /** Where the gateway takes it. */
  String path() {
    return switch (provider) {
      case OPENAI -> "/openai/v1/chat/completions";
      case ANTHROPIC -> "/anthropic/v1/messages";
      case GEMINI -> "/gemini/v1beta/models/" + model + ":generateContent";
    };
  }

  String body() {
    ObjectNode body = Json.object();
    switch (provider) {
      case OPENAI -> {
        body.put("model", model);
        body.withArray("messages").addObject().put("role", "system").put("content", rules);
        body.withArray("messages").addObject().put("role", "user").put("content", text);
      }
      case ANTHROPIC -> {
        body.put("model", model).put("max_tokens", ANSWER).put("system", rules);
        body.withArray("messages").addObject().put("role", "user").put("content", text);
      }
      case GEMINI -> {
        body.withObject("systemInstruction").withArray("parts").addObject().put("text", rules);
        ObjectNode content = body.withArray("contents").addObject().put("role", "user");
        content.withArray("parts").addObject().put("text", text);
      }
    }
    return Json.canonical(body);
  }

  /** The text of an answer; empty if it has none. */
  String answer(JsonNode body) {
    return switch (provider) {
      case OPENAI -> body.at("/choices/0/message/content").asText("");
      case ANTHROPIC -> texts(body.path("content"));
      case GEMINI -> texts(body.at("/candidates/0/content/parts"));
    };
  }

  private static String texts(JsonNode parts) {
    return StreamSupport.stream(parts.spliterator(), false)
        .map(part -> part.path("text").asText(""))
        .collect(Collectors.joining());
  }
}
