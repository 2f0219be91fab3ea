package org.autorl.trainers.script;

import java.util.Map;

/** Rates a completion; a class that implements it can be named with {@code --reward java:CLASS}. */
@FunctionalInterface
public interface Reward {
  /**
   * A finite number, higher is better.
   *
   * @param item the line of data that the prompt is from
   * @throws Exception if it cannot tell; training ends then, and the item is told
   */
  double of(String prompt, String completion, Map<String, Object> item) throws Exception;
}
