package org.autorl.environments.pddl;

import java.util.Collection;

/** Sets of small numbers, 64 to a word. */
final class Bits {
  private Bits() {}

  static boolean get(long[] bits, int i) {
    return (bits[i >> 6] & (1L << i)) != 0;
  }

  static void set(long[] bits, int i) {
    bits[i >> 6] |= 1L << i;
  }

  static void clear(long[] bits, int i) {
    bits[i >> 6] &= ~(1L << i);
  }

  static int[] array(Collection<Integer> numbers) {
    int[] array = new int[numbers.size()];
    int i = 0;
    for (int number : numbers) {
      array[i++] = number;
    }
    return array;
  }
}
