package org.autorl.trainers.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names and their values; a loop's body and a macro have a scope of their own. */
final class Scope {
  private final Optional<Scope> outer;
  private final Map<String, Object> values = new HashMap<>();
  private final Work work;

  private Scope(Optional<Scope> outer, Work work) {
    this.outer = outer;
    this.work = work;
  }

  static Scope of(Map<String, Object> values, Work work) {
    Scope scope = new Scope(Optional.empty(), work);
    scope.values.putAll(values);
    return scope;
  }

  Scope inner() {
    return new Scope(Optional.of(this), work);
  }

  Object get(String name) {
    Object own = values.get(name);
    return own != null ? own : outer.map(o -> o.get(name)).orElse(Nothing.UNDEFINED);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }

  Work work() {
    return work;
  }
}
