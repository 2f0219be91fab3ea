package org.autorl.runner.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.stream.Stream;
import org.autorl.records.Json;

/** What a policy is asked to go on with. */
public sealed interface Prompt {
  /** As the worker protocol has it. */
  JsonNode json();

  /** A text, to be continued as it is. */
  record Text(String text) implements Prompt {
    @Override
    public JsonNode json() {
      return TextNode.valueOf(text);
    }
  }

  /** A conversation that ends with a turn of the user's; it goes through the policy's template. */
  record Chat(List<Turn> turns) implements Prompt {
    public Chat {
      turns = List.copyOf(turns);
    }

    @Override
    public ArrayNode json() {
      ArrayNode messages = Json.object().putArray("messages");
      turns.forEach(
          turn -> messages.addObject().put("role", turn.role()).put("content", turn.content()));
      return messages;
    }
  }

  /**
   * One turn of a conversation.
   *
   * @param role {@code user} or {@code assistant}
   */
  record Turn(String role, String content) {}

  /** Texts, to be continued as they are. */
  static List<Prompt> texts(String... texts) {
    return Stream.of(texts).map(text -> (Prompt) new Text(text)).toList();
  }
}
