package org.autorl.records;

/**
 * Items made from a seed.
 *
 * @param items how many, at least one
 * @param seed of the generator
 */
public record Split(int items, long seed) {
  public Split {
    Check.that(items > 0, "a split needs at least one item");
  }
}
