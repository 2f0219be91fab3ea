package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.autorl.graders.AnswerRule;
import org.autorl.records.GraderRule;

/** {@code exactMatch { ... }}: the number after the last {@code ####} equals the gold number. */
public final class ExactMatchBlock extends GraderBlock {
  /** An example and where it stands. */
  private record Tried(GraderRule.Example example, Place place) {}

  private final Slot<List<String>> stopSaid = optional("stop");
  private final List<Tried> tried = new ArrayList<>();

  ExactMatchBlock(String task, Reading reading) {
    super("exactMatch", task, reading);
  }

  /** Texts that end a completion. */
  @Word(
      value = "Texts that end a completion. Default: none but the policy's own end token.",
      example = "stop '\\n\\n', 'Question:'")
  public void stop(String... texts) {
    stopSaid.say(List.of(texts));
  }

  /** A completion that is right. */
  @Word(
      value =
          "A completion that is right, and the gold answer; `check` tries it. As often as it helps.",
      example = "expect '8 + 5 = 13. #### 13', of: '13'")
  public void expect(
      @NamedParam(value = "of", type = String.class, required = true) Map<String, ?> named,
      String completion) {
    tried.add(example(named, completion, true, "expect"));
  }

  /** A completion that is wrong. */
  @Word(
      value =
          "A completion that is wrong, and the gold answer; `check` tries it. As often as it helps.",
      example = "expectNot 'The answer is 13.', of: '13'")
  public void expectNot(
      @NamedParam(value = "of", type = String.class, required = true) Map<String, ?> named,
      String completion) {
    tried.add(example(named, completion, false, "expectNot"));
  }

  private Tried example(Map<String, ?> named, String completion, boolean right, String word) {
    String gold = named(named, "of", String.class);
    return new Tried(new GraderRule.Example(completion, gold, right), reading().here(word));
  }

  @Override
  void checkValues() {
    super.checkValues();
    if (stopSaid.valueOr(List.of()).stream().noneMatch(String::isEmpty)) {
      AnswerRule rule = AnswerRule.exactMatch(stopSaid.valueOr(List.of()));
      tried.forEach(each -> check(each, rule));
    }
    require(
        stopSaid,
        texts -> texts.stream().noneMatch(String::isEmpty),
        "`stop` has an empty text",
        "an empty text would end every completion at once",
        "Leave it out.");
  }

  private void check(Tried each, AnswerRule rule) {
    GraderRule.Example example = each.example();
    try {
      if (rule.right(example.completion(), example.gold()) != example.right()) {
        String found =
            rule.answer(example.completion()).map(answer -> "`" + answer + "`").orElse("no answer");
        reading()
            .problem(
                each.place(),
                "this example does not hold: where the answer is `%s`, the grader finds %s"
                    .formatted(example.gold(), found),
                "the number right after the last `####` is the answer, up to a stop text",
                "Change the example, or what the task asks for.");
      }
    } catch (IllegalArgumentException e) {
      reading().problem(each.place(), String.valueOf(e.getMessage()), "", "Write it in digits.");
    }
  }

  @Override
  GraderRule rule() {
    return new GraderRule.ExactMatch(
        metricValue(),
        passAtValue(),
        maxTokensValue(),
        stopSaid.valueOr(List.of()),
        tried.stream().map(Tried::example).toList());
  }
}
