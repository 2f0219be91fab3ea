package org.autorl.records;

import java.util.Optional;

/**
 * One line of an attempt's account.
 *
 * @param kind for example {@code agent}, {@code submissions}, {@code disk}
 * @param amount absent where nothing measures it; then the source says why
 * @param unit for example {@code s}
 * @param limit absent where the kind is not limited
 * @param of the kind that this is a part of; the parts of one kind sum to it
 * @param source who measures it
 * @param enforcer who holds the agent to the limit, and how
 */
public record Spent(
    String kind,
    Optional<Double> amount,
    String unit,
    Optional<Double> limit,
    Optional<String> of,
    Optional<String> source,
    Optional<String> enforcer) {
  public Spent {
    amount.ifPresent(known -> Check.finite(known, "an amount"));
  }

  /** A part of another kind, in its unit; it is measured and limited with it. */
  public static Spent part(String kind, double amount, String unit, String whole) {
    return new Spent(
        kind,
        Optional.of(amount),
        unit,
        Optional.empty(),
        Optional.of(whole),
        Optional.empty(),
        Optional.empty());
  }
}
