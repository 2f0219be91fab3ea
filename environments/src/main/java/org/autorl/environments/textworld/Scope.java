package org.autorl.environments.textworld;

import java.util.NoSuchElementException;

/** Variables with their objects, the last bound first. */
final class Scope {
  private static final int NO_OBJECT = -1;
  static final Scope EMPTY = new Scope();

  private final String name;
  private final String type;
  private final int object;
  private final Scope rest;

  private Scope() {
    name = "";
    type = "";
    object = NO_OBJECT;
    rest = this;
  }

  private Scope(String name, String type, int object, Scope rest) {
    this.name = name;
    this.type = type;
    this.object = object;
    this.rest = rest;
  }

  Scope with(String variable, String ofType, int value) {
    return new Scope(variable, ofType, value, this);
  }

  /** The object of a variable with this name and type; negative if there is none. */
  int of(Symbol.Placeholder wanted) {
    for (Scope at = this; at != EMPTY; at = at.rest) {
      if (at.name.equals(wanted.name()) && at.type.equals(wanted.type())) {
        return at.object;
      }
    }
    return NO_OBJECT;
  }

  /** The object of the last variable with this name. */
  int of(String variable) {
    for (Scope at = this; at != EMPTY; at = at.rest) {
      if (at.name.equals(variable)) {
        return at.object;
      }
    }
    throw new NoSuchElementException(
        "nothing binds `" + variable + "` where the grammar speaks of it");
  }

  boolean uses(int value) {
    for (Scope at = this; at != EMPTY; at = at.rest) {
      if (at.object == value) {
        return true;
      }
    }
    return false;
  }
}
