package org.autorl.trainers.jinja;

/** A part of a template that has a value. */
@FunctionalInterface
interface Expression {
  Object value(Scope scope);
}
