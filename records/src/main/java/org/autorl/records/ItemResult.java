package org.autorl.records;

/**
 * What one held-out item gave.
 *
 * @param id the item's id; its content stays with the grader
 * @param score in 0..1
 */
public record ItemResult(String id, double score) {
  public ItemResult {
    Check.text(id, "an item's id");
    Check.that(score >= 0 && score <= 1, "an item's score lies in 0..1, not " + score);
  }
}
