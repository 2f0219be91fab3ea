package org.autorl.environments.pddl;

import java.util.List;

/**
 * A predicate with its terms.
 *
 * @param terms objects, and variables (which start with {@code ?})
 */
public record Atom(String predicate, List<String> terms) {
  public Atom {
    terms = List.copyOf(terms);
  }

  public static Atom of(String predicate, String... terms) {
    return new Atom(predicate, List.of(terms));
  }
}
