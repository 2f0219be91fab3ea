package org.autorl.dsl;

/** Which end of a metric is good. */
public enum Direction {
  HIGHER_IS_BETTER,
  LOWER_IS_BETTER
}
