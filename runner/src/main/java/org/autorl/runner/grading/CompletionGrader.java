package org.autorl.runner.grading;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autorl.environments.Item;
import org.autorl.environments.Letters;
import org.autorl.graders.AnswerRule;
import org.autorl.graders.RougeL;
import org.autorl.records.AnswerForm;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.records.Judge;
import org.autorl.records.Judging;

/** What completions of prompts are worth. */
interface CompletionGrader {
  /** What one completion of one prompt is worth. */
  interface One {
    /**
     * Grades one completion.
     *
     * @return at least 0; its unit is that of the rule
     */
    double grade(Item item, String completion);
  }

  /** How many completions of each prompt are graded. */
  default int samples() {
    return 1;
  }

  /**
   * Grades a batch.
   *
   * @param samples that many lists, each with a completion for each item
   * @return a result for each item, in order
   * @throws IOException if the grader itself fails, which is not the policy's fault
   */
  List<ItemResult> grade(List<Item> items, List<List<String>> samples) throws IOException;

  /**
   * Ends the grading of a split.
   *
   * @param results of all its items
   * @return what a language model took to judge them, if one did
   * @throws IOException if too many could not be judged
   */
  default Optional<Judging> conclude(List<ItemResult> results) throws IOException {
    return Optional.empty();
  }

  /**
   * The grader of a rule; episodes have none, for they are played.
   *
   * @throws IOException if what it needs is not there
   */
  static CompletionGrader of(GraderRule rule, Grading grading) throws IOException {
    if (rule instanceof GraderRule.Judged judged && judged.judge() instanceof Judge.Model model) {
      return new JudgedByModel(grading.judges().judge(judged, model, grading.folder()));
    }
    if (rule instanceof GraderRule.UnitTests tests) {
      return new UnitTestGrader(tests, grading.sandbox());
    }
    if (rule instanceof GraderRule.Program program) {
      return new ProgramGrader(program, grading.folder(), grading.sandbox());
    }
    One one = one(rule);
    return (items, samples) ->
        IntStream.range(0, items.size())
            .mapToObj(
                i ->
                    new ItemResult(
                        items.get(i).id(), one.grade(items.get(i), samples.get(0).get(i))))
            .toList();
  }

  private static One one(GraderRule rule) {
    if (rule instanceof GraderRule.ExactMatch exact) {
      AnswerRule answers = AnswerRule.of(exact.answer(), exact.decoding().stop());
      return (item, completion) -> answers.right(completion, gold(item)) ? 1 : 0;
    }
    if (rule instanceof GraderRule.Judged) {
      NotesJudge judge = NotesJudge.shipped();
      return (item, completion) -> judge.prefers(item, completion, Letters.reference(item)) ? 1 : 0;
    }
    if (rule instanceof GraderRule.Likeness likeness) {
      return likeness(likeness.measure());
    }
    throw new IllegalArgumentException("not a rule for completions: " + rule.sentence());
  }

  private static One likeness(GraderRule.Likeness.Measure measure) {
    return switch (measure) {
      case ROUGE_L -> (item, completion) -> RougeL.of(completion, gold(item)).fMeasure();
      case MEAN_ABSOLUTE_ERROR -> CompletionGrader::error;
      case HIT_RATE_AT_10 ->
          (item, completion) ->
              completion.lines().map(String::strip).limit(10).anyMatch(gold(item)::equals) ? 1 : 0;
    };
  }

  /** A completion without a number says 0, so that silence is never better than a guess. */
  private static double error(Item item, String completion) {
    BigDecimal said =
        AnswerRule.of(new AnswerForm.LastNumber(0), List.of())
            .answer(completion)
            .map(BigDecimal::new)
            .orElse(BigDecimal.ZERO);
    return said.subtract(new BigDecimal(gold(item))).abs().doubleValue();
  }

  private static String gold(Item item) {
    return item.data().path("gold").asText();
  }
}
