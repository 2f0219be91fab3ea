package org.autorl.runner.attempt;

/** Hears what an attempt is doing. */
@FunctionalInterface
public interface Progress {
  /** One line for people. */
  void say(String line);
}
