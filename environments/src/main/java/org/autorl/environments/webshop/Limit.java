package org.autorl.environments.webshop;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The most that a purchase may cost.
 *
 * @param upper dollars
 * @param said how the instruction ends because of it; may be empty
 */
record Limit(double upper, String said) {
  private static final int STEP = 10;
  private static final int HIGHEST = 990;

  /**
   * Draws a limit above a price: the larger of two of the next four full tens; none where fewer
   * than two are left below 1,000.
   */
  static Limit above(double price, SplittableRandom random) {
    int first = price < STEP ? STEP : STEP * ((int) Math.min(price / STEP, HIGHEST) + 1);
    int choices = Math.min(4, (HIGHEST - first) / STEP + 1);
    if (first >= HIGHEST || choices < 2) {
      return new Limit(Goal.NO_LIMIT, "");
    }
    int one = random.nextInt(choices);
    int other = random.nextInt(choices - 1);
    int larger = Math.max(one, other < one ? other : other + 1);
    double upper = first + (double) STEP * larger;
    return new Limit(
        upper, String.format(Locale.ROOT, ", and price lower than %.2f dollars", upper));
  }
}
