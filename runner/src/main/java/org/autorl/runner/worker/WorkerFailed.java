package org.autorl.runner.worker;

/** The worker did not do its work: ours, or the operator's. */
public final class WorkerFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  WorkerFailed(String cause) {
    super(cause);
  }
}
