package org.autorl.environments.pddl;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An action with objects in place of its parameters. */
public final class Operator {
  /**
   * A change that happens if its condition holds.
   *
   * @param adds facts that become true, after {@code deletes} have become false
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Change(Condition when, int[] adds, int[] deletes) {}

  private final Schema schema;
  private final Map<String, String> arguments;
  final Condition condition;
  final Change[] changes;

  Operator(
      Schema schema, Map<String, String> arguments, Condition condition, List<Change> changes) {
    this.schema = schema;
    this.arguments = arguments;
    this.condition = condition;
    this.changes = changes.toArray(new Change[0]);
  }

  /** The action that it is made from. */
  public Schema schema() {
    return schema;
  }

  /** Each parameter's object, by the parameter's name, in the action's order. */
  public Map<String, String> arguments() {
    return arguments;
  }

  boolean adds(int fact) {
    return Arrays.stream(changes).anyMatch(c -> Arrays.stream(c.adds()).anyMatch(f -> f == fact));
  }

  @Override
  public String toString() {
    return arguments.isEmpty()
        ? "(" + schema.name() + ")"
        : "(" + schema.name() + " " + String.join(" ", arguments.values()) + ")";
  }
}
