package org.autorl.environments.pddl;

/**
 * A variable with its type.
 *
 * @param name starts with {@code ?}
 */
public record Parameter(String name, String type) {}
