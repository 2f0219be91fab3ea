package org.autorl.trainers.jinja;

/** The two values that are none. */
enum Nothing {
  /** {@code none}, which prints as {@code None}. */
  NONE,
  /** What a name or key stands for that is not there; prints as nothing. */
  UNDEFINED
}
