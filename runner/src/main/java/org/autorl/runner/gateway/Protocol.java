package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a model is asked, and what its answers say of tokens. */
sealed interface Protocol permits OpenAiChat, OpenAiResponses, AnthropicMessages, GeminiContent {
  /**
   * Words of errors that pass: docs.anthropic.com/en/api/errors,
   * platform.openai.com/docs/guides/error-codes, cloud.google.com/apis/design/errors. What says
   * that no money is left is not among them.
   */
  Set<String> BUSY =
      Set.of(
          "overloaded_error",
          "rate_limit_error",
          "api_error",
          "timeout_error",
          "server_error",
          "rate_limit_exceeded",
          "service_unavailable",
          "UNAVAILABLE",
          "INTERNAL",
          "RESOURCE_EXHAUSTED",
          "DEADLINE_EXCEEDED");

  /** As trajectories call it. */
  String api();

  Provider provider();

  /**
   * The path at the provider.
   *
   * @param streamed in server-sent events
   */
  String path(String model, boolean streamed);

  /** The path at the provider that counts tokens of a request; empty if it has none. */
  Optional<String> countPath(String model);

  /** Whether a request asks for a stream; a protocol may say so in the path instead. */
  default boolean streams(ObjectNode request) {
    return request.path("stream").asBoolean(false);
  }

  /**
   * Makes the request ready for the provider: the model, and what else this gateway needs.
   *
   * @param streamed in server-sent events
   */
  void prepare(ObjectNode request, String model, boolean streamed);

  /** Whether an event of the stream is there only because this gateway has asked for it. */
  default boolean hides(JsonNode event, ObjectNode asked) {
    return false;
  }

  /** What in a request would have the provider look outside, or act by itself. */
  List<String> outside(ObjectNode request);

  /** The usage that a whole answer tells. */
  Optional<Usage> usage(JsonNode answer);

  /** What is known after one more event of a stream. */
  Reading read(Reading before, JsonNode event);

  /** Whether an event of a stream says that the provider is busy, as a status of HTTP would. */
  default boolean busy(JsonNode event) {
    JsonNode error = event.path("error");
    // OpenAI's responses have the error's fields in the event itself.
    JsonNode told = error.isObject() ? error : event;
    return (error.isObject() || event.path("type").asText().equals("error"))
        && (HttpUpstream.PASSING.contains(told.path("code").asInt())
            || Stream.of("type", "code", "status")
                .anyMatch(f -> BUSY.contains(told.path(f).asText())));
  }

  /** The body of an answer that is an error. */
  ObjectNode error(Refusal refusal);

  /** The event that ends a stream with an error. */
  String errorEvent(Refusal refusal);

  static String event(ObjectNode data) {
    return "data: " + data + "\n\n";
  }

  static String event(String name, ObjectNode data) {
    return "event: " + name + "\n" + event(data);
  }

  /** Length of a field of text. */
  static long length(JsonNode node, String field) {
    return node.path(field).isTextual() ? node.path(field).textValue().length() : 0;
  }

  static Stream<JsonNode> each(JsonNode list) {
    return list.isArray()
        ? Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get)
        : Stream.of();
  }
}
