package org.autorl.environments.textworld;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.autorl.environments.pddl.Domain;
import org.autorl.environments.pddl.Operator;
import org.autorl.environments.pddl.Problem;
import org.autorl.environments.pddl.State;
import org.autorl.environments.pddl.Task;

/** A game that can be played as often as one likes; it does not change. */
public final class TextGame {
  private final Task task;
  private final Narrator.Telling intro;
  private final Map<String, List<Move>> moves = new HashMap<>();
  private final Map<Operator, String> commands = new HashMap<>();

  /** An operator with what is said when it is applied. */
  record Move(Operator operator, Scope scope, Narrator.Telling feedback) {}

  private TextGame(Task task, Narrator narrator, Grammar grammar) {
    this.task = task;
    intro = narrator.telling(List.of(new Symbol.Call("intro")));
    Map<String, Integer> objects = new HashMap<>();
    for (int i = 0; i < task.objects().size(); i++) {
      objects.put(task.objects().get(i), i);
    }
    Map<String, Narrator.Telling> feedback = new HashMap<>();
    State initial = task.start();
    for (Operator operator : task.operators()) {
      String action = operator.schema().name();
      Grammar.ActionText text =
          grammar
              .action(action)
              .orElseThrow(
                  () -> new GrammarException("the grammar has no action `%s`".formatted(action)));
      Scope scope = Scope.EMPTY;
      for (var parameter : operator.schema().parameters()) {
        int object = objects.getOrDefault(operator.arguments().get(parameter.name()), -1);
        scope = scope.with(parameter.name().substring(1), parameter.type(), object);
      }
      Move move =
          new Move(
              operator,
              scope,
              feedback.computeIfAbsent(action, a -> narrator.telling(text.feedback())));
      String command = narrator.lasting(text.template(), scope, initial);
      commands.put(operator, command);
      moves.computeIfAbsent(command, c -> new ArrayList<>()).add(move);
    }
  }

  /**
   * Makes a game ready.
   *
   * @throws GrammarException if the grammar does not fit the domain
   */
  public static TextGame of(Domain domain, Problem problem, Grammar grammar) {
    Task task = Task.of(domain, problem);
    return new TextGame(task, new Narrator(grammar, task, Names.of(task, problem)), grammar);
  }

  public Task task() {
    return task;
  }

  /** How a player says an operator of this game's task. */
  public String command(Operator operator) {
    return commands.getOrDefault(operator, "");
  }

  /** A game from its start. */
  public Play start() {
    return new Play(this);
  }

  List<Move> moves(String command) {
    return moves.getOrDefault(command, List.of());
  }

  Map<String, List<Move>> moves() {
    return moves;
  }

  Narrator.Telling intro() {
    return intro;
  }
}
