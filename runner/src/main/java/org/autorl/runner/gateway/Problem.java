package org.autorl.runner.gateway;

/** What is answered instead of a result. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String title;

  Problem(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  Answer answer() {
    return Answer.problem(status, title, String.valueOf(getMessage()));
  }
}
