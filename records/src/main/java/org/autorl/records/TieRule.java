package org.autorl.records;

/** Which of several submissions with the best practice score is final, if none was chosen. */
public enum TieRule {
  EARLIER,
  LATER
}
