package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an attempt goes; how it ended is its {@link Outcome}. */
public enum Lifecycle {
  @JsonProperty("queued")
  QUEUED,
  @JsonProperty("running")
  RUNNING,
  @JsonProperty("ended")
  ENDED
}
