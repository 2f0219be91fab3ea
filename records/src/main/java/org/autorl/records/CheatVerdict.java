package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What became of one agent of the cheat zoo. */
public enum CheatVerdict {
  /** A cheater tried, and nothing that it must not have was found with it or done by it. */
  @JsonProperty("defeated")
  DEFEATED,
  /** A cheater got what it must not have; the findings say what. */
  @JsonProperty("won")
  WON,
  /** A cheater did not try as it should have, so nothing is known. */
  @JsonProperty("inconclusive")
  INCONCLUSIVE,
  /** A program that the cheater needs is missing here. */
  @JsonProperty("not tried")
  NOT_TRIED,
  /** An honest agent was treated as one. */
  @JsonProperty("let through")
  LET_THROUGH,
  /** An honest agent was taken for a cheater, or could not do its work. */
  @JsonProperty("held back")
  HELD_BACK;

  /** Whether this is how it should be. */
  public boolean good() {
    return this == DEFEATED || this == LET_THROUGH;
  }

  /** For people and pages: {@code not tried}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
