package org.autorl.runner.grading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.environments.Item;
import org.autorl.records.Decoding;
import org.autorl.records.policy.ChatTemplateSource;
import org.autorl.runner.worker.Prompt;

/**
 * Items as a policy is asked them: after the task's worked examples, and through the policy's own
 * chat template if the task says so and the policy has one. A policy without a template is asked
 * the same as plain text, on every worker.
 *
 * @param shots worked examples, each with its answer in the field {@code answer}
 */
record Prompts(boolean chat, List<Item> shots) {
  Prompts {
    shots = List.copyOf(shots);
  }

  /**
   * How a policy is asked under a rule.
   *
   * @param shots as many as the rule says
   */
  static Prompts of(Decoding decoding, Path policy, List<Item> shots) throws IOException {
    return new Prompts(decoding.chatTemplate() && hasTemplate(policy), shots);
  }

  private static boolean hasTemplate(Path policy) throws IOException {
    try {
      return ChatTemplateSource.of(
              text(policy.resolve(ChatTemplateSource.FILE)),
              text(policy.resolve(ChatTemplateSource.CONFIG)))
          .template()
          .isPresent();
    } catch (IllegalArgumentException e) {
      // No template can be had of it; whether it may be like that is for the contract to say.
      return false;
    }
  }

  private static Optional<String> text(Path file) throws IOException {
    return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** What is asked for an item. */
  Prompt of(Item item) {
    return of(item.prompt());
  }

  /** What is asked when the last words are these. */
  Prompt of(String last) {
    if (!chat) {
      StringBuilder text = new StringBuilder();
      shots.forEach(shot -> text.append(joined(shot.prompt(), answer(shot))).append("\n\n"));
      return new Prompt.Text(text.append(last).toString());
    }
    List<Prompt.Turn> turns = new ArrayList<>();
    for (Item shot : shots) {
      turns.add(new Prompt.Turn("user", shot.prompt()));
      turns.add(new Prompt.Turn("assistant", answer(shot)));
    }
    turns.add(new Prompt.Turn("user", last));
    return new Prompt.Chat(turns);
  }

  private static String answer(Item shot) {
    return shot.data().path("answer").asText();
  }

  /** A prompt that ends a line, or in a space, says itself how the answer goes on. */
  private static String joined(String prompt, String answer) {
    boolean open = !prompt.isEmpty() && !Character.isWhitespace(prompt.charAt(prompt.length() - 1));
    return prompt + (open ? " " : "") + answer;
  }
}
