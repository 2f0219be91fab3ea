package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** How submissions of a task are judged. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GraderRule.ExactMatch.class, name = "exact-match"),
  @JsonSubTypes.Type(value = GraderRule.Judged.class, name = "judged"),
  @JsonSubTypes.Type(value = GraderRule.Episodes.class, name = "episodes")
})
public sealed interface GraderRule {
  /** What the score counts. */
  Metric metric();

  /** The score that passes, in the metric's unit. */
  double passAt();

  /** Tokens that one completion (for episodes: one action) may have. */
  int maxTokens();

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
   * The number after the last {@code ####} equals the gold number.
   *
   * @param stop texts that end a completion
   * @param examples that the rule agrees with
   */
  record ExactMatch(
      Metric metric, double passAt, int maxTokens, List<String> stop, List<Example> examples)
      implements GraderRule {
    public ExactMatch {
      stop = List.copyOf(stop);
      examples = List.copyOf(examples);
      Check.that(maxTokens > 0, "a completion needs at least one token");
    }
  }

  /**
   * A judge that the agent cannot read prefers the completion to the reference answer.
   *
   * @param judge name of the judge
   */
  record Judged(Metric metric, double passAt, int maxTokens, String judge) implements GraderRule {
    public Judged {
      Check.text(judge, "a judge's name");
      Check.that(maxTokens > 0, "a completion needs at least one token");
    }
  }

  /** Episodes of an interactive world end with its reward. */
  record Episodes(Metric metric, double passAt, int maxTokens) implements GraderRule {
    public Episodes {
      Check.that(maxTokens > 0, "an action needs at least one token");
    }
  }
}
