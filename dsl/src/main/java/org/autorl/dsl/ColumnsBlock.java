package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.Columns;

/** A source whose rows have columns, which items are made of. */
public abstract class ColumnsBlock extends RowsBlock {
  private static final Optional<String> EMPTY = Optional.of("");

  /** As they were said: a record of a prompt or an answer holds what has been checked. */
  private record Prompt(String text, Optional<String> ifBlank) {}

  private record Answer(String column, Optional<String> after, Optional<String> without) {}

  private final Slot<Prompt> promptSaid = optional("prompt");
  private final Slot<Answer> answerSaid = optional("answer");

  ColumnsBlock(String word, Map<String, ?> named, String task, Reading reading) {
    super(word, named, task, reading);
  }

  /** What a policy continues. */
  @Word(
      value =
          "The prompt of an item: a text with columns in braces. `ifBlank:` is the text for rows in"
              + " which one of these columns is blank or missing. Default: `'{prompt}'`.",
      example = "prompt 'Question: {question}\\nAnswer:'")
  public void prompt(
      @NamedParam(value = "ifBlank", type = String.class) Map<String, ?> named, String text) {
    promptSaid.say(new Prompt(text, ifNamed(named, "ifBlank", String.class)));
  }

  /** What a policy continues. */
  public void prompt(String text) {
    prompt(Map.of(), text);
  }

  /** What is right. */
  @Word(
      value =
          "The column with the gold answer; `after:` is a text behind the last of which it begins,"
              + " and `without:` one that is taken out of it. White space at its ends does not"
              + " count. Default: `'answer'`.",
      example = "answer 'answer', after: '#### ', without: ','")
  public void answer(
      @NamedParam(value = "after", type = String.class)
          @NamedParam(value = "without", type = String.class)
          Map<String, ?> named,
      String column) {
    answerSaid.say(
        new Answer(
            column,
            ifNamed(named, "after", String.class),
            ifNamed(named, "without", String.class)));
  }

  /** What is right. */
  public void answer(String column) {
    answer(Map.of(), column);
  }

  @Override
  void checkValues() {
    super.checkValues();
    require(
        promptSaid,
        prompt -> texts(prompt).allMatch(text -> Columns.NAMED.matcher(text).find()),
        "`prompt` names no column",
        "a column stands in braces",
        "Write something like `prompt 'Question: {question}\\nAnswer:'`.");
    require(
        answerSaid,
        answer -> !answer.column().isBlank(),
        "`answer` names no column",
        "",
        "Write something like `answer 'answer'`.");
    require(
        answerSaid,
        answer -> Stream.of(answer.after(), answer.without()).noneMatch(said -> said.equals(EMPTY)),
        "`after:` or `without:` of `answer` is empty",
        "each is a text of one character or more",
        "Leave it out.");
  }

  private static Stream<String> texts(Prompt prompt) {
    return Stream.concat(Stream.of(prompt.text()), prompt.ifBlank().stream());
  }

  /** How rows become items; empty if nothing is said of it. */
  final Optional<Columns> columns() {
    if (!promptSaid.isSaid() && !answerSaid.isSaid()) {
      return Optional.empty();
    }
    Columns usual = Columns.usual();
    return Optional.of(
        new Columns(
            promptSaid
                .found()
                .map(said -> new Columns.Prompt(said.text(), said.ifBlank()))
                .orElse(usual.prompt()),
            answerSaid
                .found()
                .map(said -> new Columns.Answer(said.column(), said.after(), said.without()))
                .orElse(usual.answer())));
  }
}
