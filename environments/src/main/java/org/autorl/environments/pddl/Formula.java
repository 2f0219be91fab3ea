package org.autorl.environments.pddl;

import java.util.List;

/** A condition as it is written; {@code (imply a b)} is read as {@code (or (not a) b)}. */
public sealed interface Formula {
  /** Holds always. */
  Formula TRUE = new And(List.of());

  record Holds(Atom atom) implements Formula {}

  record Same(String left, String right) implements Formula {}

  record Not(Formula of) implements Formula {}

  record And(List<Formula> of) implements Formula {}

  record Or(List<Formula> of) implements Formula {}

  record Exists(List<Parameter> parameters, Formula of) implements Formula {}

  record Forall(List<Parameter> parameters, Formula of) implements Formula {}
}
