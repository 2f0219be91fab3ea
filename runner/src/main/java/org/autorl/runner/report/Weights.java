package org.autorl.runner.report;

/** Whether the store of weights must be beside a run that is checked. */
public enum Weights {
  /** What is missing is wrong. */
  HERE,
  /** An accepted run is kept without them: what is missing is counted, what is there is checked. */
  LEFT_OUT
}
