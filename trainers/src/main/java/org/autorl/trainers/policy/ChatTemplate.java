package org.autorl.trainers.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.records.policy.ChatTemplateSource;
import org.autorl.trainers.jinja.JinjaException;
import org.autorl.trainers.jinja.JinjaTemplate;

/**
 * Turns a conversation into a prompt, by the template that a policy's folder holds. It prints the
 * special tokens itself, so encode what it says with {@link Tokenizer#encode}, which adds none.
 */
public final class ChatTemplate {
  private static final List<String> SPECIAL =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "pad_token",
          "sep_token",
          "cls_token",
          "mask_token");

  private final JinjaTemplate template;
  private final ObjectNode specialTokens;

  /**
   * One turn of a conversation.
   *
   * @param role {@code system}, {@code user}, {@code assistant}, or what else a template knows
   */
  public record Message(String role, String content) {}

  private ChatTemplate(JinjaTemplate template, ObjectNode specialTokens) {
    this.template = template;
    this.specialTokens = specialTokens;
  }

  /** A template of one's own, without special tokens. */
  public static ChatTemplate of(String jinja) {
    return read(jinja, Json.object());
  }

  /**
   * The template of {@code chat_template.jinja}, else that of {@code tokenizer_config.json}: a
   * text, or the one that is named {@code default} in a list.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  static Optional<ChatTemplate> of(Optional<String> jinja, Optional<String> tokenizerConfig) {
    ChatTemplateSource source = ChatTemplateSource.of(jinja, tokenizerConfig);
    ObjectNode special = Json.object();
    for (String name : SPECIAL) {
      String text = source.token(name);
      if (!text.isEmpty()) {
        special.put(name, text);
      }
    }
    return source.template().map(text -> read(text, special));
  }

  private static ChatTemplate read(String jinja, ObjectNode specialTokens) {
    try {
      return new ChatTemplate(JinjaTemplate.of(jinja), specialTokens);
    } catch (JinjaException e) {
      throw new IllegalArgumentException("the chat template cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The prompt of a conversation.
   *
   * @param addGenerationPrompt whether to end with what begins the policy's own turn
   * @param clock for templates that tell the date, in UTC
   * @throws IllegalArgumentException if the template refuses the conversation, or fails
   */
  public String render(List<Message> messages, boolean addGenerationPrompt, InstantSource clock) {
    ArrayNode list = Json.object().putArray("messages");
    messages.forEach(m -> list.addObject().put("role", m.role()).put("content", m.content()));
    return render(list, addGenerationPrompt, Json.object(), clock);
  }

  /**
   * The prompt of a conversation whose messages hold more than roles and texts.
   *
   * @param more what else the template shall see, such as {@code tools} or {@code enable_thinking}
   */
  public String render(
      ArrayNode messages, boolean addGenerationPrompt, ObjectNode more, InstantSource clock) {
    ObjectNode values = specialTokens.deepCopy();
    values.putNull("tools").putNull("documents");
    values.setAll(more);
    values.set("messages", messages);
    values.put("add_generation_prompt", addGenerationPrompt);
    try {
      return template.render(values, LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    } catch (JinjaException e) {
      throw new IllegalArgumentException(
          "the chat template refuses this conversation: " + e.getMessage(), e);
    }
  }
}
