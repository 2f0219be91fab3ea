package org.autorl.trainers.script;

import java.util.Map;

/** Shows how far training is. */
public interface Progress {
  /**
   * A training begins.
   *
   * @param algorithm its name
   * @param steps the most it will make
   */
  void begin(String algorithm, int steps);

  /** An update was made; counted from 1. */
  void step(int step, Map<String, Double> metrics);

  /** The training that began last is over, in whatever way. */
  void end();

  /** A line for people. */
  void say(String line);
}
