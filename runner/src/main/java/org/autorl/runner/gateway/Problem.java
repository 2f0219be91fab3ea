package org.autorl.runner.gateway;

import org.autorl.runner.submission.SubmissionDesk;
import org.autorl.runner.submission.SubmissionRefused;

/** What is answered instead of a result. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** It was us. The agent learns that much, the operator finds the cause in the attempt's end. */
  static final Answer FAILED =
      Answer.problem(
          503, "Grader failed", "the runner could not do this; nothing was spent, try again");

  private final transient Answer answer;

  Problem(int status, String title, String detail) {
    this(Answer.problem(status, title, detail));
  }

  Problem(Answer answer) {
    super(answer.body().path("detail").asText());
    this.answer = answer;
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail);
  }

  static Problem notFound(String detail) {
    return new Problem(404, "Not found", detail);
  }

  /** What an agent is told of a failure; its cause is nobody's business but the operator's. */
  static Answer of(Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem.answer;
    }
    if (failure instanceof SubmissionDesk.DeskClosed closed) {
      return Answer.problem(
          closed.isSpent() ? 429 : 409, "Closed", String.valueOf(closed.getMessage()));
    }
    if (failure instanceof SubmissionRefused refused) {
      return Answer.problem(409, "Refused", String.valueOf(refused.getMessage()));
    }
    return FAILED;
  }
}
