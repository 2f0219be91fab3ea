package org.autorl.environments.pddl;

import java.util.List;

/**
 * What an action changes, as it is written. All conditions are asked before anything changes; what
 * is both deleted and added is true afterwards.
 */
public sealed interface Effect {
  record Add(Atom atom) implements Effect {}

  record Delete(Atom atom) implements Effect {}

  record And(List<Effect> of) implements Effect {}

  record When(Formula condition, Effect then) implements Effect {}

  record Forall(List<Parameter> parameters, Effect of) implements Effect {}
}
