package org.autorl.runner.budget;

import java.time.Duration;

/** Who holds an agent to a limit. */
public enum Enforcer {
  NOBODY,
  DESK,
  ASKING,
  KILLING;

  /** How long an agent may take to end when it is asked to. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  /** For people: who does it. */
  public String who() {
    return switch (this) {
      case NOBODY -> "nobody";
      case DESK -> "the submission desk";
      case ASKING, KILLING -> "the runner";
    };
  }

  /** For people: what happens at the limit. */
  public String how() {
    return switch (this) {
      case NOBODY -> "nothing: it is measured and told";
      case DESK -> "no further submission is taken; the agent goes on";
      case ASKING ->
          "nothing more is taken; SIGTERM, then SIGKILL after %d s".formatted(GRACE.toSeconds());
      case KILLING -> "SIGKILL at once: the machine is not the agent's alone";
    };
  }

  /** Whether the agent ends at the limit. */
  public boolean endsAgent() {
    return this == ASKING || this == KILLING;
  }
}
