package org.autorl.runner.submission;

/** A submission that breaks its contract; the message is for the agent. */
public final class SubmissionRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  SubmissionRefused(String reason) {
    super(reason);
  }
}
