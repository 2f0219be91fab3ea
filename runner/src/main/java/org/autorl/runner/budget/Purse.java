package org.autorl.runner.budget;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A meter of what is charged call by call, and known only once it is spent: tokens or dollars of a
 * model. Exact, so that many small charges sum to the large one. Thread-safe.
 */
public final class Purse implements Meter {
  private final Optional<BigDecimal> limit;
  private BigDecimal spent = BigDecimal.ZERO;

  /**
   * An untouched purse.
   *
   * @param limit absent: there is no end
   */
  public Purse(Optional<BigDecimal> limit) {
    this.limit = limit;
  }

  /**
   * Takes what a call has cost, also beyond the limit: it is spent already.
   *
   * @return whether another call may be made
   * @throws IllegalArgumentException if the amount is negative: nothing is paid back
   */
  public synchronized boolean charge(BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("a charge cannot be negative: " + amount);
    }
    spent = spent.add(amount);
    return limit.isEmpty() || spent.compareTo(limit.get()) < 0;
  }

  @Override
  public synchronized double spent() {
    return spent.doubleValue();
  }
}
