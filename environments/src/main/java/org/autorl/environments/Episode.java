package org.autorl.environments;

/** One game from its start to its end. */
public interface Episode {
  /** All that is shown before the first action; ends in {@code "\n>"}. */
  String prompt();

  /**
   * Plays one action.
   *
   * @param action one line; what is no action of the world does nothing
   * @return what is seen then; after the end, the last turn again
   */
  Turn step(String action);

  /**
   * What follows an action.
   *
   * @param reward 1 when the goal is reached, else 0
   */
  record Turn(String observation, boolean done, double reward) {}

  /** How a transcript goes on after an action: the action, what was seen, and the next prompt. */
  static String transcript(String action, Turn turn) {
    return " " + action + "\n" + turn.observation() + (turn.done() ? "\n" : "\n>");
  }
}
