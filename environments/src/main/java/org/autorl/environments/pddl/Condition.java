package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A condition on a state, without variables: facts by their number. */
sealed interface Condition {
  Condition TRUE = new All(new int[0], new int[0], List.of());
  Condition FALSE = new Any(List.of());

  boolean holds(long[] state);

  /** Whether it could hold if facts were never lost: only what must be true is asked. */
  boolean mayHold(long[] reached);

  /** Adds each fact that it asks for. */
  void collect(Set<Integer> facts);

  /**
   * Facts that must be true, facts that must be false, and choices.
   *
   * @param yes facts that must be true
   * @param no facts that must be false
   */
  @SuppressWarnings("ArrayRecordComponent") // read a million times a second, and never given out
  record All(int[] yes, int[] no, List<Any> choices) implements Condition {
    @Override
    public boolean holds(long[] state) {
      for (int fact : yes) {
        if (!Bits.get(state, fact)) {
          return false;
        }
      }
      for (int fact : no) {
        if (Bits.get(state, fact)) {
          return false;
        }
      }
      for (Any choice : choices) {
        if (!choice.holds(state)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean mayHold(long[] reached) {
      for (int fact : yes) {
        if (!Bits.get(reached, fact)) {
          return false;
        }
      }
      return choices.stream().allMatch(choice -> choice.mayHold(reached));
    }

    @Override
    public void collect(Set<Integer> facts) {
      for (int fact : yes) {
        facts.add(fact);
      }
      for (int fact : no) {
        facts.add(fact);
      }
      choices.forEach(choice -> choice.collect(facts));
    }
  }

  record Any(List<Condition> of) implements Condition {
    @Override
    public boolean holds(long[] state) {
      for (Condition condition : of) {
        if (condition.holds(state)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean mayHold(long[] reached) {
      return of.stream().anyMatch(condition -> condition.mayHold(reached));
    }

    @Override
    public void collect(Set<Integer> facts) {
      of.forEach(condition -> condition.collect(facts));
    }
  }

  static Condition literal(int fact, boolean wanted) {
    int[] one = {fact};
    return wanted ? new All(one, new int[0], List.of()) : new All(new int[0], one, List.of());
  }

  static Condition all(List<Condition> of) {
    if (of.size() <= 1) {
      return of.isEmpty() ? TRUE : of.get(0);
    }
    Set<Integer> yes = new LinkedHashSet<>();
    Set<Integer> no = new LinkedHashSet<>();
    List<Any> choices = new ArrayList<>();
    for (Condition condition : of) {
      if (condition instanceof All all) {
        for (int fact : all.yes) {
          yes.add(fact);
        }
        for (int fact : all.no) {
          no.add(fact);
        }
        choices.addAll(all.choices);
      } else if (condition instanceof Any any) {
        choices.add(any);
      }
    }
    return new All(Bits.array(yes), Bits.array(no), choices);
  }

  static Condition any(List<Condition> of) {
    return of.size() == 1 ? of.get(0) : new Any(List.copyOf(of));
  }
}
