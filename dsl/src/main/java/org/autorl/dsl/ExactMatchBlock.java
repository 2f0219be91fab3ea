package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.autorl.graders.AnswerRule;
import org.autorl.records.AnswerForm;
import org.autorl.records.GraderRule;
import org.autorl.records.Metric;

/** {@code exactMatch { ... }}: the answer in the completion is the gold answer. */
public final class ExactMatchBlock extends GraderBlock {
  /** As GSM8K's evaluators have it. */
  private static final double TOLERANCE = 1e-6;

  /** An example and where it stands. */
  private record Tried(GraderRule.Example example, Place place) {}

  private final Slot<AnswerForm> answerSaid = optional("answer");
  private final Slot<Number> toleranceSaid = optional("tolerance");
  private final Slot<Boolean> ignoreCaseSaid = optional("ignoreCase");
  private final List<Tried> tried = new ArrayList<>();

  ExactMatchBlock(String task, Reading reading) {
    super("exactMatch", task, reading);
  }

  /** Where the answer stands. */
  @Word(
      value =
          "Where the answer stands: `afterMark`, `lastNumber`, `choiceLetter`, `wholeText` or"
              + " `firstGroup('regex')`. Default: `afterMark`.",
      example = "answer lastNumber")
  public void answer(AnswerForm where) {
    answerSaid.say(where);
  }

  /** After four hashes. */
  @Word(value = "The number right after the last `####`.", example = "answer afterMark")
  public AnswerForm getAfterMark() {
    return new AnswerForm.NumberAfterMark(TOLERANCE);
  }

  /** At the end. */
  @Word(value = "The last number of the completion.", example = "answer lastNumber")
  public AnswerForm getLastNumber() {
    return new AnswerForm.LastNumber(TOLERANCE);
  }

  /** A letter. */
  @Word(
      value = "The letter, A to E, that the completion states last as its choice.",
      example = "answer choiceLetter")
  public AnswerForm getChoiceLetter() {
    return new AnswerForm.Choice();
  }

  /** All of it. */
  @Word(
      value = "The whole completion without white space at its ends.",
      example = "answer wholeText")
  public AnswerForm getWholeText() {
    return new AnswerForm.Text(false);
  }

  /** By a regular expression. */
  @Word(
      value = "The first group of the first match of a regular expression in Java's syntax.",
      example = "answer firstGroup('the capital is (\\\\w+)')")
  public AnswerForm firstGroup(String regex) {
    return new AnswerForm.Pattern(regex, false);
  }

  /** How far a number may be off. */
  @Word(value = "How far off a number may be. Default: 0.000001.", example = "tolerance 0.01")
  public void tolerance(Number distance) {
    toleranceSaid.say(distance);
  }

  /** Small and large letters alike. */
  @Word(
      value = "Takes small and large letters of a text for the same. Default: they differ.",
      example = "ignoreCase()")
  public void ignoreCase() {
    ignoreCaseSaid.say(true);
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
    boolean number =
        form() instanceof AnswerForm.NumberAfterMark || form() instanceof AnswerForm.LastNumber;
    require(
        toleranceSaid,
        distance -> distance.doubleValue() >= 0,
        "`tolerance` is %s",
        "a distance begins at 0",
        "Write `tolerance 0.01`.");
    require(
        toleranceSaid,
        distance -> number,
        "`tolerance` is for numbers, and this answer is a text",
        "`answer afterMark` and `answer lastNumber` find numbers",
        "Take it out, or change `answer`.");
    require(
        ignoreCaseSaid,
        said -> form() instanceof AnswerForm.Text || form() instanceof AnswerForm.Pattern,
        "`ignoreCase` is for texts, and this answer is none",
        "`answer wholeText` and `answer firstGroup('...')` find texts",
        "Take it out, or change `answer`.");
    if (patternHolds() && stops().stream().noneMatch(String::isEmpty)) {
      AnswerRule rule = AnswerRule.of(form(), stops());
      tried.forEach(each -> check(each, rule));
    }
  }

  private boolean patternHolds() {
    if (!(form() instanceof AnswerForm.Pattern pattern)) {
      return true;
    }
    String wrong;
    try {
      wrong =
          Pattern.compile(pattern.regex()).matcher("").groupCount() > 0
              ? ""
              : "it has no group: round brackets around the answer";
    } catch (PatternSyntaxException e) {
      wrong = "Java says: " + e.getDescription();
    }
    if (!wrong.isEmpty()) {
      reading()
          .problem(
              answerSaid.place(),
              "`" + pattern.regex() + "` finds no answer",
              wrong,
              "Write something like `answer firstGroup('the capital is (\\\\w+)')`.");
    }
    return wrong.isEmpty();
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
                form().sentence() + ", up to a stop text",
                "Change the example, or what the task asks for.");
      }
    } catch (IllegalArgumentException e) {
      reading().problem(each.place(), String.valueOf(e.getMessage()), "", "Write it in digits.");
    }
  }

  private AnswerForm form() {
    double tolerance = toleranceSaid.found().map(Number::doubleValue).orElse(TOLERANCE);
    boolean ignoreCase = ignoreCaseSaid.valueOr(false);
    AnswerForm said = answerSaid.valueOr(getAfterMark());
    if (said instanceof AnswerForm.NumberAfterMark) {
      return new AnswerForm.NumberAfterMark(tolerance);
    }
    if (said instanceof AnswerForm.LastNumber) {
      return new AnswerForm.LastNumber(tolerance);
    }
    if (said instanceof AnswerForm.Text) {
      return new AnswerForm.Text(ignoreCase);
    }
    return said instanceof AnswerForm.Pattern pattern
        ? new AnswerForm.Pattern(pattern.regex(), ignoreCase)
        : said;
  }

  @Override
  Metric usual() {
    return share("accuracy");
  }

  @Override
  GraderRule rule() {
    return new GraderRule.ExactMatch(
        scoring(), form(), tried.stream().map(Tried::example).toList());
  }
}
