package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where in a completion the answer stands, and when it is the gold answer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AnswerForm.NumberAfterMark.class, name = "number-after-mark"),
  @JsonSubTypes.Type(value = AnswerForm.LastNumber.class, name = "last-number"),
  @JsonSubTypes.Type(value = AnswerForm.Choice.class, name = "choice"),
  @JsonSubTypes.Type(value = AnswerForm.Text.class, name = "text"),
  @JsonSubTypes.Type(value = AnswerForm.Pattern.class, name = "pattern")
})
public sealed interface AnswerForm {
  /** For people: what is looked for. */
  String sentence();

  /**
   * The number right after the last {@code ####}.
   *
   * @param tolerance that the number may be off, at least 0
   */
  record NumberAfterMark(double tolerance) implements AnswerForm {
    @Override
    public String sentence() {
      return "the number right after the last `####` is the answer";
    }
  }

  /**
   * The last number of the completion.
   *
   * @param tolerance that the number may be off, at least 0
   */
  record LastNumber(double tolerance) implements AnswerForm {
    @Override
    public String sentence() {
      return "the last number is the answer";
    }
  }

  /** The letter of a multiple choice, A to E. */
  record Choice() implements AnswerForm {
    @Override
    public String sentence() {
      return "the letter that is stated last is the answer";
    }
  }

  /**
   * The whole completion without white space at its ends.
   *
   * @param ignoreCase whether {@code Paris} is {@code PARIS}
   */
  record Text(boolean ignoreCase) implements AnswerForm {
    @Override
    public String sentence() {
      return "the whole completion is the answer";
    }
  }

  /**
   * The first group of the first match of a regular expression.
   *
   * @param regex Java's syntax, with a group
   * @param ignoreCase whether the answer {@code Paris} is {@code PARIS}
   */
  record Pattern(String regex, boolean ignoreCase) implements AnswerForm {
    @Override
    public String sentence() {
      return "the first group of `" + regex + "` is the answer";
    }
  }
}
