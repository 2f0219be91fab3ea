package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** What a grader says of a submission. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Verdict.Graded.class, name = "graded"),
  @JsonSubTypes.Type(value = Verdict.Rejected.class, name = "rejected"),
  @JsonSubTypes.Type(value = Verdict.GraderFailed.class, name = "grader-failed")
})
public sealed interface Verdict {
  /**
   * The submission was judged.
   *
   * @param judging there if a language model was the judge
   */
  record Graded(Score score, boolean passed, Optional<Judging> judging) implements Verdict {
    /** One by a grader that asks nobody. */
    public Graded(Score score, boolean passed) {
      this(score, passed, Optional.empty());
    }
  }

  /**
   * The submission breaks the contract: the agent's mistake.
   *
   * @param reason for the agent to read
   */
  record Rejected(String reason) implements Verdict {}

  /**
   * The grader could not judge: our fault, spends no submission.
   *
   * @param cause for the operator to read
   */
  record GraderFailed(String cause) implements Verdict {}

  /** The score, if the submission was judged. */
  default Optional<Score> scored() {
    return this instanceof Graded graded ? Optional.of(graded.score()) : Optional.empty();
  }

  /** What a language model took to judge the submission, if one did. */
  default Optional<Judging> judging() {
    return Optional.empty();
  }
}
