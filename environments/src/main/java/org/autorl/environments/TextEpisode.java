package org.autorl.environments;

import org.autorl.environments.textworld.Play;
import org.autorl.environments.textworld.TextGame;

/** A text game as an episode: reward 1 as soon as its goal is reached. */
public final class TextEpisode implements Episode {
  private final Play play;
  private final int maxSteps;
  private final String prompt;
  private int steps;
  private Turn last = new Turn("", false, 0);

  /**
   * @param maxSteps at least 1
   */
  public TextEpisode(TextGame game, int maxSteps) {
    play = game.start();
    prompt = play.intro() + "\n>";
    this.maxSteps = maxSteps;
  }

  @Override
  public String prompt() {
    return prompt;
  }

  @Override
  public Turn step(String action) {
    if (!last.done()) {
      steps++;
      String seen = play.step(action);
      boolean won = play.won();
      last = new Turn(seen, won || steps >= maxSteps, won ? 1 : 0);
    }
    return last;
  }
}
