package org.autorl.environments.pddl;

/** Which facts of a task are true now. Changes as operators are applied. */
public final class State {
  final long[] facts;
  final long[] denied;

  State(long[] initial) {
    facts = initial.clone();
    denied = new long[initial.length];
  }

  /**
   * Whether a fact is true.
   *
   * @param fact its number in the task
   */
  public boolean holds(int fact) {
    return Bits.get(facts, fact);
  }

  /** Whether the last change of a fact was an operator that deleted it; false if nothing has. */
  public boolean wasDeleted(int fact) {
    return Bits.get(denied, fact);
  }

  public boolean allows(Operator operator) {
    return operator.condition.holds(facts);
  }

  /** Applies an operator whose condition holds. */
  public void apply(Operator operator) {
    Operator.Change[] changes = operator.changes;
    boolean[] fires = new boolean[changes.length];
    for (int i = 0; i < changes.length; i++) {
      fires[i] = changes[i].when().holds(facts);
    }
    for (int i = 0; i < changes.length; i++) {
      if (fires[i]) {
        for (int fact : changes[i].deletes()) {
          Bits.clear(facts, fact);
          Bits.set(denied, fact);
        }
      }
    }
    for (int i = 0; i < changes.length; i++) {
      if (fires[i]) {
        for (int fact : changes[i].adds()) {
          Bits.set(facts, fact);
          Bits.clear(denied, fact);
        }
      }
    }
  }
}
