package org.autorl.environments.webshop;

import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * Python's {@code random.seed(n)} and {@code random.shuffle(x)}: the Mersenne Twister, seeded by an
 * array, and Fisher and Yates from the end, with draws that are too large thrown away (<a
 * href="https://docs.python.org/3/library/random.html">the manual</a>). WebShop numbers its goals
 * by it.
 */
final class PythonShuffle {
  private final MersenneTwister random;

  /**
   * As {@code random.seed(seed)}.
   *
   * @param seed not negative
   */
  PythonShuffle(int seed) {
    random = new MersenneTwister(new int[] {seed});
  }

  /** In place. */
  void shuffle(List<?> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, below(i + 1));
    }
  }

  private int below(int bound) {
    int shift = Integer.numberOfLeadingZeros(bound);
    while (true) {
      int drawn = random.nextInt() >>> shift;
      if (drawn < bound) {
        return drawn;
      }
    }
  }
}
