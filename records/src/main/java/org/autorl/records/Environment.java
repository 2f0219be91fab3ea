package org.autorl.records;

import java.util.List;

/**
 * An interactive environment, as a task uses it.
 *
 * @param name of the engine, for example {@code household}
 * @param steps after which an episode ends unfinished, at least one
 * @param actions forms of actions that it understands, for the agent and for readers
 */
public record Environment(String name, int steps, List<String> actions) {
  public Environment {
    Check.text(name, "an environment's name");
    Check.that(steps > 0, "an episode needs at least one step");
    actions = List.copyOf(actions);
  }
}
