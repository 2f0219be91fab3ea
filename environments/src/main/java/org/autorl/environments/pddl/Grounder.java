package org.autorl.environments.pddl;

import java.util.ArrayList;
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
  private final Symbols symbols;

  Grounder(Domain domain, Problem problem) {
    this.domain = domain;
    this.problem = problem;
    symbols = new Symbols(domain, problem);
  }

  Task task() {
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
    return symbols.task(reachable(operators, symbols.initial()), goal);
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
    if (formula instanceof Formula.Holds holds && !symbols.changes(holds.atom())) {
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
      if (symbols.isBound(guard, scope) && !symbols.isTrue(guard, scope)) {
        return false;
      }
    }
    return true;
  }

  private Iterable<Integer> candidates(Parameter next, List<Atom> guards, Scope scope) {
    List<Integer> ofType = symbols.ofType(next.type());
    for (Atom guard : guards) {
      int at = guard.terms().indexOf(next.name());
      if (at < 0) {
        continue;
      }
      Set<Integer> found = new TreeSet<>();
      for (List<Integer> fact : symbols.lasting(guard)) {
        boolean fits = symbols.isA(fact.get(at), next.type());
        for (int i = 0; fits && i < fact.size(); i++) {
          Optional<Integer> bound =
              i == at ? Optional.empty() : symbols.object(guard.terms().get(i), scope);
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
      arguments.put(parameter.name(), symbols.name(scope.of(parameter.name())));
    }
    return Optional.of(
        new Operator(action, arguments, condition, all.stream().map(Changes::done).toList()));
  }

  private void effect(Effect effect, Changes into, List<Changes> all, Scope scope) {
    if (effect instanceof Effect.Add add) {
      symbols.number(add.atom(), scope).ifPresent(into.adds::add);
    } else if (effect instanceof Effect.Delete delete) {
      symbols.number(delete.atom(), scope).ifPresent(into.deletes::add);
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
      boolean equal =
          symbols.object(same.left(), scope).equals(symbols.object(same.right(), scope));
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
    if (!symbols.changes(atom)) {
      return symbols.isTrue(atom, scope) == wanted ? Condition.TRUE : Condition.FALSE;
    }
    return symbols
        .number(atom, scope)
        .map(number -> Condition.literal(number, wanted))
        .orElse(wanted ? Condition.FALSE : Condition.TRUE);
  }
}
