package org.autorl.environments.textworld;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.autorl.environments.pddl.State;

/** A game while it is played. */
public final class Play {
  /** The answer to what is no command here and now. */
  public static final String NOTHING = "Nothing happens.";

  private final TextGame game;
  private final State state;

  Play(TextGame game) {
    this.game = game;
    state = game.task().start();
  }

  /** What is seen before the first command. */
  public String intro() {
    StringBuilder out = new StringBuilder();
    game.intro().tell(state, Scope.EMPTY, out);
    return out.toString();
  }

  /**
   * Plays a command.
   *
   * @param command white space at its ends does not count; all else must be as in {@link
   *     #admissible}
   * @return what is seen then; {@link #NOTHING} if it is none of those
   */
  public String step(String command) {
    Optional<TextGame.Move> move = move(command.strip());
    if (move.isEmpty()) {
      return NOTHING;
    }
    state.apply(move.get().operator());
    StringBuilder out = new StringBuilder();
    move.get().feedback().tell(state, move.get().scope(), out);
    return out.toString();
  }

  private Optional<TextGame.Move> move(String command) {
    for (TextGame.Move move : game.moves(command)) {
      if (state.allows(move.operator())) {
        return Optional.of(move);
      }
    }
    return Optional.empty();
  }

  /** All commands that do something now, sorted. Takes as long as hundreds of steps. */
  public List<String> admissible() {
    List<String> commands = new ArrayList<>();
    game.moves()
        .forEach(
            (command, moves) -> {
              if (moves.stream().anyMatch(move -> state.allows(move.operator()))) {
                commands.add(command);
              }
            });
    Collections.sort(commands);
    return commands;
  }

  /** Which facts are true now; changes as the game goes on. */
  public State state() {
    return state;
  }

  /** Whether the goal is reached now. */
  public boolean won() {
    return game.task().isGoal(state);
  }
}
