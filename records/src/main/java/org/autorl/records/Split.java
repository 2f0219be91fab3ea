package org.autorl.records;

/**
 * Items of one source.
 *
 * @param items how many, at least one
 */
public record Split(DataSource source, int items) {
  public Split {
    Check.that(items > 0, "a split needs at least one item");
  }
}
