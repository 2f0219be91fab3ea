package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects and facts of a problem as numbers; facts get theirs when they are first spoken of.
 */
final class Symbols {
  private final Domain domain;
  private final List<String> objects;
  private final List<String> types;
  private final Map<String, Integer> numberOf = new HashMap<>();
  private final Map<String, List<Integer>> byType = new HashMap<>();
  private final Set<String> changing = new HashSet<>();
  private final Map<String, Map<List<Integer>, Integer>> numbered = new HashMap<>();
  private final Map<String, List<List<Integer>>> lasting = new HashMap<>();
  private final Map<String, Set<List<Integer>>> lastingSet = new HashMap<>();
  private final List<Integer> initially = new ArrayList<>();
  private int facts;

  Symbols(Domain domain, Problem problem) {
    this.domain = domain;
    objects = problem.objects().keySet().stream().sorted().toList();
    types = objects.stream().map(problem.objects()::get).toList();
    for (int i = 0; i < objects.size(); i++) {
      numberOf.put(objects.get(i), i);
    }
    domain.actions().forEach(action -> changed(action.effect()));
    for (Atom atom : problem.facts()) {
      List<Integer> terms = atom.terms().stream().map(numberOf::get).toList();
      if (changes(atom)) {
        initially.add(number(atom, terms));
      } else if (lastingSet.computeIfAbsent(atom.predicate(), p -> new HashSet<>()).add(terms)) {
        lasting.computeIfAbsent(atom.predicate(), p -> new ArrayList<>()).add(terms);
      }
    }
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

  String name(int object) {
    return objects.get(object);
  }

  boolean isA(int object, String type) {
    return domain.isA(types.get(object), type);
  }

  List<Integer> ofType(String type) {
    return byType.computeIfAbsent(
        type,
        wanted -> {
          List<Integer> found = new ArrayList<>();
          for (int i = 0; i < types.size(); i++) {
            if (isA(i, wanted)) {
              found.add(i);
            }
          }
          return found;
        });
  }

  /** Whether any action changes facts of this predicate. */
  boolean changes(Atom atom) {
    return changing.contains(atom.predicate());
  }

  /** Facts of a predicate that nothing changes. */
  List<List<Integer>> lasting(Atom atom) {
    return lasting.getOrDefault(atom.predicate(), List.of());
  }

  /** Whether an atom is a fact that nothing changes. */
  boolean isTrue(Atom atom, Scope scope) {
    return terms(atom, scope)
        .map(terms -> lastingSet.getOrDefault(atom.predicate(), Set.of()).contains(terms))
        .orElse(false);
  }

  boolean isBound(Atom atom, Scope scope) {
    for (String term : atom.terms()) {
      if (term.startsWith("?") && scope.of(term) < 0) {
        return false;
      }
    }
    return true;
  }

  Optional<Integer> object(String term, Scope scope) {
    if (!term.startsWith("?")) {
      return Optional.ofNullable(numberOf.get(term));
    }
    int object = scope.of(term);
    return object < 0 ? Optional.empty() : Optional.of(object);
  }

  /** The number of a fact that can change; empty if it names an object that there is not. */
  Optional<Integer> number(Atom atom, Scope scope) {
    return terms(atom, scope).map(terms -> number(atom, terms));
  }

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

  private int number(Atom atom, List<Integer> terms) {
    Map<List<Integer>, Integer> known =
        numbered.computeIfAbsent(atom.predicate(), p -> new HashMap<>());
    Integer number = known.get(terms);
    if (number == null) {
      number = facts++;
      known.put(terms, number);
    }
    return number;
  }

  /** The facts of the start, once all facts have their numbers. */
  long[] initial() {
    long[] initial = new long[(facts + 63) / 64 + 1];
    initially.forEach(fact -> Bits.set(initial, fact));
    return initial;
  }

  Task task(List<Operator> operators, Condition goal) {
    return new Task(domain, objects, types, operators, goal, initial(), numbered, lasting);
  }
}
