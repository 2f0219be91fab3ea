package org.autorl.graders;

/**
 * The chance that at least one of k completions is right, estimated without bias from n of them.
 *
 * <p>{@code 1 - C(n - c, k) / C(n, k)}. Source: Chen et al. 2021, <a
 * href="https://arxiv.org/abs/2107.03374">2107.03374</a>, equation 1.
 */
public final class PassAtK {
  private PassAtK() {}

  /**
   * The estimate for one item, 0 to 1; a data set's pass@k is the mean over its items.
   *
   * <p>Evaluated as a sum of logarithms, so that neither large n nor a rate near 0 loses digits.
   *
   * @param n completions of the item, at least 1
   * @param c how many of them are right, 0 to n
   * @param k how many may be tried, 1 to n
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static double estimate(int n, int c, int k) {
    if (n < 1) {
      throw new IllegalArgumentException("n is %d; 1 completion or more is allowed".formatted(n));
    }
    if (c < 0 || c > n) {
      throw new IllegalArgumentException("c is %d; 0 to n = %d is allowed".formatted(c, n));
    }
    if (k < 1 || k > n) {
      throw new IllegalArgumentException("k is %d; 1 to n = %d is allowed".formatted(k, n));
    }
    if (c == 0) {
      return 0;
    }
    if (n - c < k) {
      return 1;
    }
    // C(n - c, k) / C(n, k) is the same with c and k exchanged: take the shorter product.
    double many = Math.max(c, k);
    double logOfNone = 0;
    for (int above = 0; above < Math.min(c, k); above++) {
      logOfNone += Math.log1p(-many / (n - above));
    }
    return -Math.expm1(logOfNone);
  }
}
