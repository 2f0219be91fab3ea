package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What held the agent in. */
public enum Isolation {
  /** Own namespaces by bubblewrap; the grading socket is the only way out. */
  @JsonProperty("bubblewrap")
  BUBBLEWRAP,
  /** Nothing: the score is marked wherever it is shown. */
  @JsonProperty("unisolated")
  UNISOLATED
}
