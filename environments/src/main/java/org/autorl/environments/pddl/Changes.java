package org.autorl.environments.pddl;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Changes under one condition, while they are collected. */
final class Changes {
  final Condition when;
  final Set<Integer> adds = new LinkedHashSet<>();
  final Set<Integer> deletes = new LinkedHashSet<>();

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
