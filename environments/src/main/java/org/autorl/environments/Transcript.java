package org.autorl.environments;

import java.util.function.UnaryOperator;

/**
 * A game that is over.
 *
 * @param text the prompt, then each action with what was seen after it
 * @param reward the last turn's, 0 to 1
 * @param steps how many actions there were
 */
public record Transcript(String text, double reward, int steps) {
  /** Plays to the end with a player who says what to do after what it has seen. */
  public static Transcript of(Episode episode, UnaryOperator<String> player) {
    StringBuilder text = new StringBuilder(episode.prompt());
    String seen = episode.prompt();
    for (int steps = 1; ; steps++) {
      String action = player.apply(seen);
      Episode.Turn turn = episode.step(action);
      text.append(Episode.transcript(action, turn));
      seen = turn.observation();
      if (turn.done()) {
        return new Transcript(text.toString(), turn.reward(), steps);
      }
    }
  }
}
