package org.autorl.runner.worker;

/** The policy cannot be loaded: the agent's mistake. */
public final class PolicyRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  PolicyRefused(String reason) {
    super(reason);
  }
}
