package org.autorl.records;

import java.util.Optional;

/**
 * One line of an attempt's account.
 *
 * @param kind for example {@code agent}, {@code grading}, {@code submissions}, {@code disk}
 * @param unit for example {@code s}
 * @param limit absent where the kind is not limited
 */
public record Spent(String kind, double amount, String unit, Optional<Double> limit) {
  public Spent {
    Check.finite(amount, "an amount");
  }
}
