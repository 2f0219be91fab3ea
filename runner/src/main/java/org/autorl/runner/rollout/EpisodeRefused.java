package org.autorl.runner.rollout;

/** What cannot be done with an episode; the message is for the agent. */
public final class EpisodeRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Many may be made in a batch, and nobody looks at where. */
  EpisodeRefused(String reason) {
    super(reason, null, false, false);
  }
}
