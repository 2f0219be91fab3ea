package org.autorl.environments.alfworld;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.autorl.environments.pddl.Atom;
import org.autorl.environments.pddl.Facts;
import org.autorl.environments.pddl.Operator;
import org.autorl.environments.pddl.Search;
import org.autorl.environments.pddl.State;
import org.autorl.environments.pddl.Task;

/**
 * Knows a shortest way to win a house's game.
 *
 * <p>There are many ways to win: each names its things, receptacles and states. For one of them, a
 * breadth-first search among few operators is enough: those on its things, its receptacles, the
 * receptacles where its things are now, those that bring about its states (all sinks, if something
 * must be clean), and the ways between them. The shortest plan of all ways is a shortest plan.
 *
 * <p>Why nothing shorter is lost: take any plan for this way, starting with empty hands or one of
 * its things in hand. Operators on other things can go, since they only fill the hands that the
 * plan needs. Opening and closing other receptacles then serves nothing, and can go. A thing of the
 * way that is put down elsewhere for a while can stay in hand or where it was instead: hands hold
 * one thing, so while it lies there only the other thing can be carried, and doing the two errands
 * one after the other takes no more steps. Going elsewhere can go too, for every location is one
 * step from every other. What is left has only the operators above and is no longer. A spec
 * compares it with a search among all operators.
 */
public final class Oracle {
  private static final Set<String> FOUND_BY_THE_WAY = Set.of("inreceptacle", "holds", "atlocation");
  private static final Set<String> LIMITED = Set.of("object", "receptacle", "location");

  private final Task task;
  private final Map<Operator, List<String>> uses = new HashMap<>();
  private final Map<String, String> locationOf = new HashMap<>();

  public Oracle(Task task) {
    this.task = task;
    for (Operator operator : task.operators()) {
      uses.put(
          operator,
          operator.arguments().values().stream()
              .filter(object -> LIMITED.contains(task.typeOf(object)))
              .toList());
    }
    Facts places = task.facts("receptacleatlocation");
    for (int row : places.rows()) {
      locationOf.put(name(places, row, 0), name(places, row, 1));
    }
  }

  /**
   * A plan from a state; empty if there is none of at most {@code longest} operators.
   *
   * @param from the start, or a state with nothing in hand but what the errand is about; from
   *     others a plan may be longer than need be, or not be found
   */
  public Optional<List<Operator>> plan(State from, int longest) {
    Optional<List<Operator>> best = Optional.empty();
    Set<Set<Atom>> ways = new LinkedHashSet<>();
    task.waysToWin().forEach(way -> ways.add(new LinkedHashSet<>(way)));
    for (Set<Atom> way : ways) {
      Set<String> known = relevant(way, from);
      Search search = new Search(task, operator -> known.containsAll(uses.get(operator)));
      int shorter = best.map(plan -> plan.size() - 1).orElse(longest);
      Optional<List<Operator>> plan =
          shorter < 0 ? Optional.empty() : search.shortest(from, shorter);
      best = plan.isPresent() ? plan : best;
    }
    return best;
  }

  private Set<String> relevant(Set<Atom> way, State from) {
    Set<String> relevant = new HashSet<>();
    List<String> receptacles = new ArrayList<>();
    for (Atom fact : way) {
      relevant.addAll(fact.terms());
      if (!FOUND_BY_THE_WAY.contains(fact.predicate()) && !task.holds(fact, from)) {
        task.achievers(fact).forEach(operator -> receptacles.addAll(uses.get(operator)));
      }
    }
    receptacles.removeIf(object -> !task.typeOf(object).equals("receptacle"));
    receptacles.addAll(relevant.stream().filter(locationOf::containsKey).toList());
    Facts contents = task.facts("inreceptacle");
    for (int row : contents.rows()) {
      if (contents.holds(row, from) && relevant.contains(name(contents, row, 0))) {
        receptacles.add(name(contents, row, 1));
      }
    }
    relevant.addAll(receptacles);
    receptacles.forEach(
        receptacle -> Optional.ofNullable(locationOf.get(receptacle)).ifPresent(relevant::add));
    Facts standing = task.facts("atlocation");
    for (int row : standing.rows()) {
      if (standing.holds(row, from)) {
        relevant.add(name(standing, row, 1));
      }
    }
    return relevant;
  }

  private String name(Facts facts, int row, int term) {
    return task.objects().get(facts.object(row, term));
  }
}
