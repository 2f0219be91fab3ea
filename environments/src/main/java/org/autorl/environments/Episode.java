package org.autorl.environments;

/** One game from its start to its end. */
public interface Episode {
  /** All that is shown before the first action; ends where the policy goes on. */
  String prompt();

  /**
   * Plays one action.
   *
   * @param action one line; what is no action of the world does nothing
   * @return what is seen then; after the end, the last turn again
   */
  Turn step(String action);

  /**
   * What the policy continues next.
   *
   * @param transcript all so far, as {@link #transcript} puts it
   * @return that itself, unless the world shows less of it or puts it in other words
   */
  default String shown(String transcript) {
    return transcript;
  }

  /**
   * What follows an action.
   *
   * @param reward 0 to 1, that of the whole episode once it is done; 0 before, and 0 for an episode
   *     that ran out of steps
   */
  record Turn(String observation, boolean done, double reward) {}

  /** How a transcript goes on after an action: the action, what was seen, and the next prompt. */
  static String transcript(String action, Turn turn) {
    return " " + action + "\n" + turn.observation() + (turn.done() ? "\n" : "\n>");
  }
}
