package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How an attempt ended; never a number in disguise. */
public enum Outcome {
  @JsonProperty("scored")
  SCORED,
  @JsonProperty("no submission")
  NO_SUBMISSION,
  @JsonProperty("invalid submission")
  INVALID_SUBMISSION,
  @JsonProperty("agent crashed")
  AGENT_CRASHED,
  @JsonProperty("budget exhausted")
  BUDGET_EXHAUSTED,
  @JsonProperty("infrastructure")
  INFRASTRUCTURE,
  @JsonProperty("disqualified")
  DISQUALIFIED;

  /** For people and pages: {@code no submission}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
