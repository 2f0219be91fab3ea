package org.autorl.records;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a row of a source becomes an item: its prompt, and its gold answer.
 *
 * @param prompt what a policy continues
 * @param answer where the gold answer stands
 */
public record Columns(Prompt prompt, Answer answer) {
  /** A column in the text of a prompt: its name in braces. What else stands in braces is text. */
  public static final Pattern NAMED = Pattern.compile("\\{(\\w+)}");

  /**
   * What rows are read by unless their source says otherwise: {@code prompt} and {@code answer}.
   */
  public static Columns usual() {
    return new Columns(
        new Prompt("{prompt}", Optional.empty()),
        new Answer("answer", Optional.empty(), Optional.empty()));
  }

  /**
   * The text of a prompt.
   *
   * @param text with columns in braces
   * @param ifBlank the text for rows in which one of those columns is blank or not there
   */
  public record Prompt(String text, Optional<String> ifBlank) {
    public Prompt {
      Check.text(text, "a prompt");
    }
  }

  /**
   * The gold answer.
   *
   * @param column that holds it
   * @param after text behind the last of which it begins; default: at the start of the column
   * @param without text that is taken out of it wherever it stands
   */
  public record Answer(String column, Optional<String> after, Optional<String> without) {
    public Answer {
      Check.text(column, "an answer's column");
    }
  }
}
