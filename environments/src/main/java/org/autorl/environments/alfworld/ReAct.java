package org.autorl.environments.alfworld;

import java.util.List;
import java.util.Optional;
import org.autorl.environments.Episode;
import org.autorl.environments.pddl.Operator;
import org.autorl.environments.textworld.Play;
import org.autorl.environments.textworld.TextGame;

/**
 * A game as ReAct's evaluation plays it: two worked episodes are shown first, and thoughts are free
 * to have but cost a step.
 *
 * @see <a href="https://arxiv.org/abs/2210.03629">Yao et al. 2023, ReAct</a>
 */
public final class ReAct implements Episode {
  private static final String INTRODUCTION =
      "You do errands in a house, one command a line. Two errands show how it goes.\n";
  private static final String TASK = "Here is the task.\n";
  private static final String THOUGHT = "think:";
  private static final String ARRIVAL = "You arrive at loc ";
  private static final int LONGEST_SHOWN = 30;

  private final Play play;
  private final String prompt;
  private final int maxSteps;
  private int steps;
  private Turn last = new Turn("", false, 0);

  /**
   * Starts an episode.
   *
   * @param shown worked episodes, as {@link #worked} makes them; the first is shown last
   * @param maxSteps after which the episode is lost, at least 1; thoughts count
   */
  public ReAct(TextGame game, List<String> shown, int maxSteps) {
    play = game.start();
    this.maxSteps = maxSteps;
    StringBuilder text = new StringBuilder(INTRODUCTION);
    for (int i = shown.size() - 1; i >= 0; i--) {
      text.append(shown.get(i)).append('\n');
    }
    prompt = text.append(TASK).append(opening(play)).append("\n>").toString();
  }

  @Override
  public String prompt() {
    return prompt;
  }

  @Override
  public Turn step(String action) {
    if (last.done()) {
      return last;
    }
    steps++;
    String command = action.strip();
    String seen = command.startsWith(THOUGHT) ? "OK." : trimmed(play.step(command));
    boolean won = play.won();
    last = new Turn(seen, won || steps >= maxSteps, won ? 1 : 0);
    return last;
  }

  /** What is seen first, without its first paragraph, which only greets. */
  private static String opening(Play play) {
    List<String> paragraphs = List.of(play.intro().split("\n\n", -1));
    return String.join("\n", paragraphs.subList(Math.min(1, paragraphs.size()), paragraphs.size()));
  }

  private static String trimmed(String seen) {
    int sentence = seen.indexOf(". ");
    return seen.startsWith(ARRIVAL) && sentence >= 0 ? seen.substring(sentence + 2) : seen;
  }

  /**
   * A game as it is played well, with thoughts; empty if it cannot be won. Uses the game's own
   * commands only, so what it shows is what the game understands.
   */
  public static Optional<String> worked(TextGame game) {
    return new Oracle(game.task())
        .plan(game.task().start(), LONGEST_SHOWN)
        .map(plan -> worked(game, plan));
  }

  private static String worked(TextGame game, List<Operator> plan) {
    Play play = game.start();
    StringBuilder text = new StringBuilder(opening(play)).append('\n');
    for (int i = 0; i < plan.size(); i++) {
      if (isWayThere(plan.get(i)) && (i == 0 || !isWayThere(plan.get(i - 1)))) {
        int aim = i;
        while (aim < plan.size() - 1 && isWayThere(plan.get(aim))) {
          aim++;
        }
        text.append("> ")
            .append(THOUGHT)
            .append(i == 0 ? " First I want to " : " Now I want to ")
            .append(game.command(plan.get(aim)))
            .append(".\nOK.\n");
      }
      String command = game.command(plan.get(i));
      text.append("> ")
          .append(command)
          .append('\n')
          .append(trimmed(play.step(command)))
          .append('\n');
    }
    return text.toString();
  }

  /** Whether an operator only leads to where something can be done. */
  private static boolean isWayThere(Operator operator) {
    return List.of("gotolocation", "openobject").contains(operator.schema().name());
  }
}
