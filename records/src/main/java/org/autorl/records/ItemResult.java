package org.autorl.records;

/**
 * What one held-out item gave.
 *
 * @param id the item's id; its content stays with the grader
 * @param score for a right answer 1, for a wrong one 0; other rules say what they count, at least 0
 */
public record ItemResult(String id, double score) {
  public ItemResult {
    Check.text(id, "an item's id");
    Check.that(
        score >= 0 && Double.isFinite(score), "an item's score is a number from 0, not " + score);
  }
}
