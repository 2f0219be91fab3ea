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
  /** The submission was judged. */
  record Graded(Score score, boolean passed) implements Verdict {}

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
}
