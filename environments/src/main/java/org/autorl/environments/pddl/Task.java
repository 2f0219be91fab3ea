package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A problem without variables: all facts that can change have a number, all operators their
 * objects.
 *
 * <p>Operators that can never be applied, and those that can be seen to change nothing, are left
 * out. So moving to where one stands is no operator, as in Fast Downward's translator (Helmert
 * 2009, <a href="https://doi.org/10.1016/j.artint.2008.10.013">Concise finite-domain
 * representations</a>), whose operators the public household engine offers.
 */
public final class Task {
  private final Domain domain;
  private final List<String> objects;
  private final List<String> types;
  private final List<Operator> operators;
  private final Condition goal;
  private final long[] initial;
  private final Map<String, Map<List<Integer>, Integer>> numbered;
  private final Map<String, List<List<Integer>>> lasting;

  Task(
      Domain domain,
      List<String> objects,
      List<String> types,
      List<Operator> operators,
      Condition goal,
      long[] initial,
      Map<String, Map<List<Integer>, Integer>> numbered,
      Map<String, List<List<Integer>>> lasting) {
    this.domain = domain;
    this.objects = objects;
    this.types = types;
    this.operators = operators;
    this.goal = goal;
    this.initial = initial;
    this.numbered = numbered;
    this.lasting = lasting;
  }

  /** Grounds a problem. */
  public static Task of(Domain domain, Problem problem) {
    return new Grounder(domain, problem).task();
  }

  public Domain domain() {
    return domain;
  }

  /** Names of all objects, sorted. */
  public List<String> objects() {
    return objects;
  }

  /** An object's type, by the object's name. */
  public String typeOf(String object) {
    return types.get(objects.indexOf(object));
  }

  /** Operators that can make a fact true. */
  public List<Operator> achievers(Atom fact) {
    return number(fact).stream()
        .flatMap(number -> operators.stream().filter(operator -> operator.adds(number)))
        .toList();
  }

  /** Whether a fact that can change is true in a state. */
  public boolean holds(Atom fact, State state) {
    return number(fact).map(state::holds).orElse(false);
  }

  private Optional<Integer> number(Atom fact) {
    Map<List<Integer>, Integer> known = numbered.getOrDefault(fact.predicate(), Map.of());
    return Optional.ofNullable(known.get(fact.terms().stream().map(objects::indexOf).toList()));
  }

  /** Whether an object, by its place in {@link #objects()}, is of a type. */
  public boolean isA(int object, String type) {
    return domain.isA(types.get(object), type);
  }

  /** In the order of the domain's actions, then of their objects. */
  public List<Operator> operators() {
    return operators;
  }

  /** How all is at first. */
  public State start() {
    return new State(initial);
  }

  public boolean isGoal(State state) {
    return goal.holds(state.facts);
  }

  Condition goal() {
    return goal;
  }

  /** The facts of a predicate; none for one that the domain does not have. */
  public Facts facts(String predicate) {
    return Facts.of(
        numbered.getOrDefault(predicate, Map.of()),
        lasting.getOrDefault(predicate, List.of()),
        domain.predicates().getOrDefault(predicate, 0));
  }

  /** What the goal comes to in this problem: each way to reach it is a list of facts. */
  public List<List<Atom>> waysToWin() {
    Map<Integer, Atom> names = new HashMap<>();
    numbered.forEach(
        (predicate, facts) ->
            facts.forEach(
                (terms, number) ->
                    names.put(
                        number, new Atom(predicate, terms.stream().map(objects::get).toList()))));
    return ways(goal).stream().map(way -> way.stream().map(names::get).toList()).toList();
  }

  private static List<List<Integer>> ways(Condition condition) {
    List<List<Integer>> ways = new ArrayList<>();
    if (condition instanceof Condition.Any any) {
      any.of().forEach(one -> ways.addAll(ways(one)));
    } else if (condition instanceof Condition.All all) {
      List<Integer> facts = new ArrayList<>();
      for (int fact : all.yes()) {
        facts.add(fact);
      }
      ways.add(facts);
      for (Condition.Any choice : all.choices()) {
        List<List<Integer>> longer = new ArrayList<>();
        for (List<Integer> way : ways) {
          for (List<Integer> more : ways(choice)) {
            List<Integer> both = new ArrayList<>(way);
            both.addAll(more);
            longer.add(both);
          }
        }
        ways.clear();
        ways.addAll(longer);
      }
    }
    return ways;
  }
}
