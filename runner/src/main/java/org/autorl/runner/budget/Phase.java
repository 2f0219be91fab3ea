package org.autorl.runner.budget;

import java.util.Set;

/** What an attempt's time goes to: at every moment exactly one of these. */
public enum Phase {
  SETTING_UP("setting up"),
  BASELINE("grading the base policy"),
  AGENT("agent at work"),
  RECEIVING("copying a submission while the agent waits"),
  QUEUED("in the grading queue while the agent waits"),
  GRADING("grading while the agent waits"),
  GRACE("grace after the agent's time"),
  REST("grading what was left"),
  SEALED("sealed grading"),
  GATES("grading for gates"),
  STOPPED("stopped, until it was resumed");

  /** Those in which the agent waits for the grader and is not charged. */
  public static final Set<Phase> WAITED = Set.of(RECEIVING, QUEUED, GRADING);

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** For people and in records. */
  public String label() {
    return label;
  }
}
