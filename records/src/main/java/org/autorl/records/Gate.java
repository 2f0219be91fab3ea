package org.autorl.records;

import java.util.Optional;

/**
 * An ability that must be kept: a final submission that fails it does not count.
 *
 * @param task that measures it, on its sealed split
 * @param fallsAtMost how much worse than the base policy it may be, in the task's unit
 * @param atLeast the score that it must reach
 */
public record Gate(String task, Optional<Double> fallsAtMost, Optional<Double> atLeast) {
  public Gate {
    Check.text(task, "a gate's task");
    Check.that(fallsAtMost.isPresent() != atLeast.isPresent(), "a gate states one of two bounds");
  }
}
