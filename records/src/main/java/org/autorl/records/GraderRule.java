package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How submissions of a task are judged. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GraderRule.ExactMatch.class, name = "exact-match"),
  @JsonSubTypes.Type(value = GraderRule.Likeness.class, name = "likeness"),
  @JsonSubTypes.Type(value = GraderRule.UnitTests.class, name = "unit-tests"),
  @JsonSubTypes.Type(value = GraderRule.Program.class, name = "program"),
  @JsonSubTypes.Type(value = GraderRule.Judged.class, name = "judged"),
  @JsonSubTypes.Type(value = GraderRule.Episodes.class, name = "episodes")
})
public sealed interface GraderRule {
  /** What all graders state. */
  Scoring scoring();

  /** The rule itself, in a sentence for people. */
  String sentence();

  /** What the score counts. */
  default Metric metric() {
    return scoring().metric();
  }

  /** The score that passes, in the metric's unit. */
  default double passAt() {
    return scoring().passAt();
  }

  /** Whether a score by this rule passes. */
  default boolean passedBy(Score score) {
    return score.metric().higherIsBetter() ? score.value() >= passAt() : score.value() <= passAt();
  }

  /** How completions are made. */
  default Decoding decoding() {
    return scoring().decoding();
  }

  /**
   * What all graders state.
   *
   * @param passAt the score that passes, in the metric's unit
   * @param follows the public evaluator that this rule follows, with its version
   */
  record Scoring(Metric metric, double passAt, Decoding decoding, Optional<String> follows) {}

  /**
   * What a rule says of one completion; stated so that readers and `check` can hold it to that.
   *
   * @param gold the right answer
   * @param right whether the completion is right
   */
  record Example(String completion, String gold, boolean right) {
    /** For people. */
    public String sentence() {
      return "where %s is the answer, “%s” is %s"
          .formatted(gold, completion, right ? "right" : "wrong");
    }
  }

  /**
   * The answer in a completion is the gold answer.
   *
   * @param examples that the rule agrees with
   */
  record ExactMatch(Scoring scoring, AnswerForm answer, List<Example> examples)
      implements GraderRule {
    public ExactMatch {
      examples = List.copyOf(examples);
    }

    @Override
    public String sentence() {
      return answer.sentence() + ", and it equals the gold answer";
    }
  }

  /** How like the gold answers completions are, all together. */
  record Likeness(Scoring scoring, Measure measure) implements GraderRule {
    /** What is measured; each by its public definition in the graders room. */
    public enum Measure {
      /** Longest common subsequence, F-measure, mean over items. */
      ROUGE_L,
      /** Mean absolute error of numbers. */
      MEAN_ABSOLUTE_ERROR,
      /** Share of items whose gold answer is among the first ten lines. */
      HIT_RATE_AT_10
    }

    @Override
    public String sentence() {
      return switch (measure) {
        case ROUGE_L -> "ROUGE-L of completion and gold answer";
        case MEAN_ABSOLUTE_ERROR -> "mean absolute error of the numbers that completions end in";
        case HIT_RATE_AT_10 -> "the gold answer is among the first ten lines of the completion";
      };
    }
  }

  /**
   * Programs that completions are pass hidden tests when they are run.
   *
   * @param language of the programs, for example {@code python}
   * @param k programs of which one must pass
   * @param samples programs that are made to estimate that, at least k
   * @param timeout of one program
   */
  record UnitTests(Scoring scoring, String language, int k, int samples, Duration timeout)
      implements GraderRule {
    public UnitTests {
      Check.text(language, "a language's name");
      Check.that(k > 0 && samples >= k, "pass@k needs at least k samples, and k counts from 1");
    }

    @Override
    public String sentence() {
      return "pass@%d of %s programs that are run on hidden tests".formatted(k, language);
    }
  }

  /**
   * A program of the task's own says what a completion is worth.
   *
   * @param path of the program, relative to the task file
   * @param digest its SHA-256, 64 hex digits: another program is another rule
   * @param timeout of one completion
   */
  record Program(Scoring scoring, String path, String digest, Duration timeout)
      implements GraderRule {
    public Program {
      Check.text(path, "a program's path");
    }

    @Override
    public String sentence() {
      return "the program %s says what a completion is worth".formatted(path);
    }
  }

  /**
   * A judge that the agent cannot read prefers the completion to the reference answer.
   *
   * @param lengthControlled whether the advantage of long completions is taken out
   * @param bothOrders whether each pair is shown both ways round
   */
  record Judged(Scoring scoring, Judge judge, boolean lengthControlled, boolean bothOrders)
      implements GraderRule {
    @Override
    public String sentence() {
      return "the judge `%s` prefers the completion to the reference%s"
          .formatted(judge.name(), lengthControlled ? ", lengths being equal" : "");
    }
  }

  /**
   * Episodes of an interactive world end with its reward.
   *
   * @param count what the score is the mean of
   * @param successAt the reward from which an episode is a success
   */
  record Episodes(Scoring scoring, Count count, double successAt) implements GraderRule {
    /** What is counted. */
    public enum Count {
      SUCCESSES,
      REWARDS
    }

    @Override
    public String sentence() {
      return count == Count.REWARDS
          ? "the mean reward of episodes"
          : "an episode that ends with a reward of %s or more is a success"
              .formatted(successAt == 1 ? "1" : Double.toString(successAt));
    }
  }
}
