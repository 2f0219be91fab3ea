package org.autorl.environments.pddl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds shortest plans, breadth first. */
public final class Search {
  private final Task task;
  private final List<Operator> operators;
  private final long[] matters;

  /**
   * A search among the operators that are wanted.
   *
   * <p>Facts that no condition asks for are not told apart, and operators that change nothing else
   * are not tried: neither can make a plan shorter.
   */
  public Search(Task task, Predicate<Operator> wanted) {
    this.task = task;
    List<Operator> chosen = task.operators().stream().filter(wanted).toList();
    Set<Integer> asked = new HashSet<>();
    task.goal().collect(asked);
    for (Operator operator : chosen) {
      operator.condition.collect(asked);
      for (Operator.Change change : operator.changes) {
        change.when().collect(asked);
      }
    }
    matters = new long[task.start().facts.length];
    asked.forEach(fact -> Bits.set(matters, fact));
    operators = chosen.stream().filter(this::changesWhatMatters).toList();
  }

  private boolean changesWhatMatters(Operator operator) {
    for (Operator.Change change : operator.changes) {
      for (int[] facts : new int[][] {change.adds(), change.deletes()}) {
        for (int fact : facts) {
          if (Bits.get(matters, fact)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * A shortest plan from a state; empty if there is none of at most {@code longest} operators.
   *
   * @param longest 0 or more
   */
  public Optional<List<Operator>> shortest(State from, int longest) {
    Node start = new Node(from.facts.clone(), Optional.empty(), Optional.empty(), 0);
    Map<Key, Node> seen = new HashMap<>();
    seen.put(key(start.facts), start);
    Deque<Node> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (task.goal().holds(node.facts)) {
        return Optional.of(node.plan());
      }
      if (node.depth == longest) {
        continue;
      }
      for (Operator operator : operators) {
        if (operator.condition.holds(node.facts)) {
          State next = new State(node.facts);
          next.apply(operator);
          Node reached =
              new Node(next.facts, Optional.of(node), Optional.of(operator), node.depth + 1);
          if (seen.putIfAbsent(key(next.facts), reached) == null) {
            open.add(reached);
          }
        }
      }
    }
    return Optional.empty();
  }

  private Key key(long[] facts) {
    long[] masked = new long[facts.length];
    for (int i = 0; i < facts.length; i++) {
      masked[i] = facts[i] & matters[i];
    }
    return new Key(masked, Arrays.hashCode(masked));
  }

  private static final class Node {
    private final long[] facts;
    private final Optional<Node> from;
    private final Optional<Operator> by;
    private final int depth;

    Node(long[] facts, Optional<Node> from, Optional<Operator> by, int depth) {
      this.facts = facts;
      this.from = from;
      this.by = by;
      this.depth = depth;
    }

    List<Operator> plan() {
      ArrayDeque<Operator> plan = new ArrayDeque<>();
      Optional<Node> at = Optional.of(this);
      while (at.get().by.isPresent()) {
        plan.addFirst(at.get().by.get());
        at = at.get().from;
      }
      return new ArrayList<>(plan);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by equals below
  private record Key(long[] words, int hash) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(words, key.words);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
