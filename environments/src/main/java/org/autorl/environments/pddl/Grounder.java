package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Puts objects in place of variables. */
final class Grounder {
  private final Domain domain;
  private final Problem problem;
  private final List<String> objects;
  private final List<String> types;
  private final Map<String, Integer> numberOf = new HashMap<>();
  private final Map<String, List<Integer>> byType = new HashMap<>();
  private final Set<String> changing = new HashSet<>();
  private final Map<String, Map<List<Integer>, Integer>> numbered = new HashMap<>();
  private final Map<String, List<List<Integer>>> lasting = new HashMap<>();
  private final Map<String, Set<List<Integer>>> lastingSet = new HashMap<>();
  private int facts;

  Grounder(Domain domain, Problem problem) {
    this.domain = domain;
    this.problem = problem;
    objects = problem.objects().keySet().stream().sorted().toList();
    types = objects.stream().map(problem.objects()::get).toList();
    for (int i = 0; i < objects.size(); i++) {
      numberOf.put(objects.get(i), i);
    }
    domain.actions().forEach(action -> changed(action.effect()));
  }

  private void changed(Effect effect) {
    if (effect instanceof Effect.Add add) {
      changing.add(add.atom().predicate());
    } else if (effect instanceof Effect.Delete delete) {
      changing.add(delete.atom().predicate());
    } else if (effect instanceof Effect.And and) {
      and.of().forEach(this::changed);
    } else if (effect instanceof Effect.When when) {
      changed(when.then());
    } else if (effect instanceof Effect.Forall forall) {
      changed(forall.of());
    }
  }

  Task task() {
    List<Integer> initially = new ArrayList<>();
    for (Atom atom : problem.facts()) {
      List<Integer> terms = atom.terms().stream().map(numberOf::get).toList();
      if (changing.contains(atom.predicate())) {
        initially.add(number(atom.predicate(), terms));
      } else if (lastingSet.computeIfAbsent(atom.predicate(), p -> new HashSet<>()).add(terms)) {
        lasting.computeIfAbsent(atom.predicate(), p -> new ArrayList<>()).add(terms);
      }
    }
    List<Operator> operators = new ArrayList<>();
    for (Schema action : domain.actions()) {
      Scope scope = new Scope();
      each(
          action.parameters(),
          0,
          guards(action.condition()),
          scope,
          () -> operator(action, scope).ifPresent(operators::add));
    }
    Condition goal = condition(problem.goal(), true, new Scope());
    long[] initial = new long[(facts + 63) / 64 + 1];
    initially.forEach(fact -> Bits.set(initial, fact));
    return new Task(
        domain, objects, types, reachable(operators, initial), goal, initial, numbered, lasting);
  }

  /** Operators that could be applied some time if facts were never lost. */
  private static List<Operator> reachable(List<Operator> operators, long[] initial) {
    long[] reached = initial.clone();
    Set<Operator> found = new LinkedHashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Operator operator : operators) {
        if (!operator.condition.mayHold(reached)) {
          continue;
        }
        more |= found.add(operator);
        for (Operator.Change change : operator.changes) {
          if (change.when().mayHold(reached)) {
            for (int fact : change.adds()) {
              more |= !Bits.get(reached, fact);
              Bits.set(reached, fact);
            }
          }
        }
      }
    }
    return operators.stream().filter(found::contains).toList();
  }

  /** Facts that never change and that a formula needs: they say which objects to try. */
  private List<Atom> guards(Formula formula) {
    if (formula instanceof Formula.Holds holds && !changing.contains(holds.atom().predicate())) {
      return List.of(holds.atom());
    }
    return formula instanceof Formula.And and
        ? and.of().stream().flatMap(part -> guards(part).stream()).toList()
        : List.of();
  }

  /** Does something for each choice of objects that {@code guards} allow. */
  private void each(
      List<Parameter> parameters, int next, List<Atom> guards, Scope scope, Runnable then) {
    if (next == parameters.size()) {
      then.run();
      return;
    }
    Parameter parameter = parameters.get(next);
    for (int object : candidates(parameter, guards, scope)) {
      scope.push(parameter.name(), object);
      if (mayHold(guards, scope)) {
        each(parameters, next + 1, guards, scope, then);
      }
      scope.pop();
    }
  }

  private boolean mayHold(List<Atom> guards, Scope scope) {
    for (Atom guard : guards) {
      if (isBound(guard, scope) && !isTrue(guard, scope)) {
        return false;
      }
    }
    return true;
  }

  private Iterable<Integer> candidates(Parameter next, List<Atom> guards, Scope scope) {
    List<Integer> ofType = ofType(next.type());
    for (Atom guard : guards) {
      int at = guard.terms().indexOf(next.name());
      if (at < 0) {
        continue;
      }
      Set<Integer> found = new TreeSet<>();
      for (List<Integer> fact : lasting.getOrDefault(guard.predicate(), List.of())) {
        boolean fits = domain.isA(types.get(fact.get(at)), next.type());
        for (int i = 0; fits && i < fact.size(); i++) {
          Optional<Integer> bound =
              i == at ? Optional.empty() : object(guard.terms().get(i), scope);
          fits = bound.isEmpty() || bound.get().equals(fact.get(i));
        }
        if (fits) {
          found.add(fact.get(at));
        }
      }
      if (found.size() < ofType.size()) {
        return found;
      }
    }
    return ofType;
  }

  private List<Integer> ofType(String type) {
    return byType.computeIfAbsent(
        type,
        wanted -> {
          List<Integer> found = new ArrayList<>();
          for (int i = 0; i < types.size(); i++) {
            if (domain.isA(types.get(i), wanted)) {
              found.add(i);
            }
          }
          return found;
        });
  }

  private Optional<Operator> operator(Schema action, Scope scope) {
    Condition condition = condition(action.condition(), true, scope);
    if (condition == Condition.FALSE) {
      return Optional.empty();
    }
    Changes always = new Changes(Condition.TRUE);
    List<Changes> all = new ArrayList<>(List.of(always));
    effect(action.effect(), always, all, scope);
    if (all.stream().noneMatch(changes -> changes.change(condition))) {
      return Optional.empty();
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    for (Parameter parameter : action.parameters()) {
      arguments.put(parameter.name(), objects.get(scope.of(parameter.name())));
    }
    return Optional.of(
        new Operator(action, arguments, condition, all.stream().map(Changes::done).toList()));
  }

  private void effect(Effect effect, Changes into, List<Changes> all, Scope scope) {
    if (effect instanceof Effect.Add add) {
      terms(add.atom(), scope).ifPresent(t -> into.adds.add(number(add.atom().predicate(), t)));
    } else if (effect instanceof Effect.Delete delete) {
      terms(delete.atom(), scope)
          .ifPresent(t -> into.deletes.add(number(delete.atom().predicate(), t)));
    } else if (effect instanceof Effect.And and) {
      and.of().forEach(part -> effect(part, into, all, scope));
    } else if (effect instanceof Effect.When when) {
      Condition condition =
          Condition.all(List.of(into.when, condition(when.condition(), true, scope)));
      if (!isFalse(condition)) {
        Changes changes = new Changes(condition);
        all.add(changes);
        effect(when.then(), changes, all, scope);
      }
    } else if (effect instanceof Effect.Forall forall) {
      List<Atom> guards =
          forall.of() instanceof Effect.When when ? guards(when.condition()) : List.of();
      each(forall.parameters(), 0, guards, scope, () -> effect(forall.of(), into, all, scope));
    }
  }

  private static boolean isFalse(Condition condition) {
    return condition == Condition.FALSE
        || (condition instanceof Condition.All all && all.choices().contains(Condition.FALSE));
  }

  /** A formula without its variables, or its negation. */
  private Condition condition(Formula formula, boolean wanted, Scope scope) {
    if (formula instanceof Formula.Holds holds) {
      return literal(holds.atom(), wanted, scope);
    } else if (formula instanceof Formula.Same same) {
      boolean equal = object(same.left(), scope).equals(object(same.right(), scope));
      return equal == wanted ? Condition.TRUE : Condition.FALSE;
    } else if (formula instanceof Formula.Not not) {
      return condition(not.of(), !wanted, scope);
    } else if (formula instanceof Formula.And and) {
      return wanted ? every(and.of(), true, scope) : some(and.of(), false, scope);
    } else if (formula instanceof Formula.Or or) {
      return wanted ? some(or.of(), true, scope) : every(or.of(), false, scope);
    } else if (formula instanceof Formula.Exists exists) {
      return quantified(exists.parameters(), exists.of(), wanted, wanted, scope);
    }
    Formula.Forall forall = (Formula.Forall) formula;
    return quantified(forall.parameters(), forall.of(), !wanted, wanted, scope);
  }

  private Condition quantified(
      List<Parameter> parameters, Formula of, boolean isChoice, boolean wanted, Scope scope) {
    List<Condition> parts = new ArrayList<>();
    List<Atom> guards = isChoice && wanted ? guards(of) : List.of();
    each(parameters, 0, guards, scope, () -> parts.add(condition(of, wanted, scope)));
    return isChoice ? anyOf(parts) : allOf(parts);
  }

  private Condition every(List<Formula> of, boolean wanted, Scope scope) {
    List<Condition> parts = new ArrayList<>();
    // What is quantified comes last: most often something plain is false, and it need not be looked
    // at.
    for (boolean plain : new boolean[] {true, false}) {
      for (Formula part : of) {
        if (isPlain(part) == plain) {
          Condition condition = condition(part, wanted, scope);
          if (condition == Condition.FALSE) {
            return Condition.FALSE;
          }
          parts.add(condition);
        }
      }
    }
    return allOf(parts);
  }

  private static boolean isPlain(Formula formula) {
    return formula instanceof Formula.Holds
        || formula instanceof Formula.Same
        || (formula instanceof Formula.Not not && isPlain(not.of()));
  }

  private Condition some(List<Formula> of, boolean wanted, Scope scope) {
    return anyOf(of.stream().map(part -> condition(part, wanted, scope)).toList());
  }

  private static Condition allOf(List<Condition> parts) {
    return parts.contains(Condition.FALSE)
        ? Condition.FALSE
        : Condition.all(parts.stream().filter(part -> part != Condition.TRUE).toList());
  }

  private static Condition anyOf(List<Condition> parts) {
    if (parts.stream().anyMatch(Grounder::isTrue)) {
      return Condition.TRUE;
    }
    List<Condition> left = parts.stream().filter(part -> part != Condition.FALSE).toList();
    return left.isEmpty() ? Condition.FALSE : Condition.any(left);
  }

  private static boolean isTrue(Condition condition) {
    return condition instanceof Condition.All all
        && all.yes().length == 0
        && all.no().length == 0
        && all.choices().isEmpty();
  }

  private Condition literal(Atom atom, boolean wanted, Scope scope) {
    if (changing.contains(atom.predicate())) {
      Optional<List<Integer>> terms = terms(atom, scope);
      if (terms.isPresent()) {
        return Condition.literal(number(atom.predicate(), terms.get()), wanted);
      }
    }
    return isTrue(atom, scope) == wanted ? Condition.TRUE : Condition.FALSE;
  }

  private boolean isTrue(Atom atom, Scope scope) {
    return terms(atom, scope)
        .map(terms -> lastingSet.getOrDefault(atom.predicate(), Set.of()).contains(terms))
        .orElse(false);
  }

  private boolean isBound(Atom atom, Scope scope) {
    for (String term : atom.terms()) {
      if (term.startsWith("?") && scope.of(term) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The objects of an atom; empty if it names one that the problem does not have. */
  private Optional<List<Integer>> terms(Atom atom, Scope scope) {
    Integer[] terms = new Integer[atom.terms().size()];
    for (int i = 0; i < terms.length; i++) {
      Optional<Integer> object = object(atom.terms().get(i), scope);
      if (object.isEmpty()) {
        return Optional.empty();
      }
      terms[i] = object.get();
    }
    return Optional.of(List.of(terms));
  }

  private Optional<Integer> object(String term, Scope scope) {
    if (!term.startsWith("?")) {
      return Optional.ofNullable(numberOf.get(term));
    }
    int object = scope.of(term);
    return object < 0 ? Optional.empty() : Optional.of(object);
  }

  private int number(String predicate, List<Integer> terms) {
    Map<List<Integer>, Integer> known = numbered.computeIfAbsent(predicate, p -> new HashMap<>());
    Integer number = known.get(terms);
    if (number == null) {
      number = facts++;
      known.put(terms, number);
    }
    return number;
  }

  /** Changes under one condition, while they are collected. */
  private static final class Changes {
    private final Condition when;
    private final Set<Integer> adds = new LinkedHashSet<>();
    private final Set<Integer> deletes = new LinkedHashSet<>();

    Changes(Condition when) {
      this.when = when;
    }

    /** Whether they can change anything where {@code condition} holds. */
    boolean change(Condition condition) {
      Set<Integer> made = new HashSet<>(adds);
      Set<Integer> undone = new HashSet<>(deletes);
      undone.removeAll(adds);
      if (condition instanceof Condition.All all) {
        for (int fact : all.yes()) {
          made.remove(fact);
        }
        for (int fact : all.no()) {
          undone.remove(fact);
        }
      }
      return !made.isEmpty() || !undone.isEmpty();
    }

    Operator.Change done() {
      Set<Integer> undone = new LinkedHashSet<>(deletes);
      undone.removeAll(adds);
      return new Operator.Change(when, Bits.array(adds), Bits.array(undone));
    }
  }

  /** What variables stand for, the innermost last. */
  private static final class Scope {
    private final List<String> names = new ArrayList<>();
    private final List<Integer> values = new ArrayList<>();

    void push(String name, int object) {
      names.add(name);
      values.add(object);
    }

    void pop() {
      names.remove(names.size() - 1);
      values.remove(values.size() - 1);
    }

    /** The object, or -1 for a variable that is not bound yet. */
    int of(String name) {
      int at = names.lastIndexOf(name);
      return at < 0 ? -1 : values.get(at);
    }
  }
}
