package org.autorl.records;

/** How improvements on tasks become one number of a suite. */
public enum Combination {
  /** Each task counts the same. */
  MEAN_OVER_TASKS,
  /** Each level counts the same, and in it each task. */
  MEAN_OVER_LEVELS
}
