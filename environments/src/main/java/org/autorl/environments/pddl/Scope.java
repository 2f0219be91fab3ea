package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.List;

/** What variables stand for, the innermost last. */
final class Scope {
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
