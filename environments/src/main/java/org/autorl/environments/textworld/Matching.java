package org.autorl.environments.textworld;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.autorl.environments.pddl.Facts;
import org.autorl.environments.pddl.State;
import org.autorl.environments.pddl.Task;

/**
 * A query, made ready for one task.
 *
 * <p>Answers come in TextWorld's order: for each pattern, facts in the order of their objects'
 * names. No two variables stand for one object.
 */
final class Matching {
  private final Task task;
  private final List<Symbol.Pattern> patterns;
  private final List<Facts> facts = new ArrayList<>();

  Matching(Symbol.Query query, Task task, Map<String, Facts> tables) {
    this.task = task;
    patterns = query.patterns();
    for (Symbol.Pattern pattern : patterns) {
      Integer terms = task.domain().predicates().get(pattern.predicate());
      if (terms == null || terms != pattern.terms().size()) {
        throw new GrammarException(
            "the domain has no predicate `%s` of %d terms"
                .formatted(pattern.predicate(), pattern.terms().size()));
      }
      facts.add(tables.computeIfAbsent(pattern.predicate(), task::facts));
    }
  }

  boolean holds(State state, Scope scope) {
    return visit(0, state, scope, answer -> true);
  }

  List<Scope> answers(State state, Scope scope) {
    List<Scope> answers = new ArrayList<>();
    visit(
        0,
        state,
        scope,
        answer -> {
          answers.add(answer);
          return false;
        });
    return answers;
  }

  /** Whether it asks for anything that can change. */
  boolean changes() {
    for (Facts table : facts) {
      for (int row : table.rows()) {
        if (table.changes(row)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean visit(int next, State state, Scope scope, Predicate<Scope> visitor) {
    if (next == patterns.size()) {
      return visitor.test(scope);
    }
    Symbol.Pattern pattern = patterns.get(next);
    Facts table = facts.get(next);
    for (int row : rows(pattern, table, scope)) {
      boolean is = pattern.deleted() ? table.wasDeleted(row, state) : table.holds(row, state);
      if (is && visitBound(next, row, state, scope, visitor)) {
        return true;
      }
    }
    return false;
  }

  private static int[] rows(Symbol.Pattern pattern, Facts table, Scope scope) {
    for (int term = 0; term < pattern.terms().size(); term++) {
      int object = scope.of(pattern.terms().get(term));
      if (object >= 0) {
        return table.rows(term, object);
      }
    }
    return table.rows();
  }

  private boolean visitBound(
      int next, int row, State state, Scope scope, Predicate<Scope> visitor) {
    Scope bound = scope;
    List<Symbol.Placeholder> terms = patterns.get(next).terms();
    for (int term = 0; term < terms.size(); term++) {
      Symbol.Placeholder placeholder = terms.get(term);
      int object = facts.get(next).object(row, term);
      int known = bound.of(placeholder);
      if (known >= 0
          ? known != object
          : bound.uses(object) || !task.isA(object, placeholder.type())) {
        return false;
      }
      if (known < 0) {
        bound = bound.with(placeholder.name(), placeholder.type(), object);
      }
    }
    return visit(next + 1, state, bound, visitor);
  }
}
