package org.autorl.runner.budget;

/** Tells how much of one kind is spent; asked from any thread, so it answers at once. */
@FunctionalInterface
public interface Meter {
  /** In the kind's unit. */
  double spent();
}
