package org.autorl.records;

import java.util.Optional;

/**
 * What one held-out item gave: a score, or why it has none.
 *
 * @param id the item's id; its content stays with the grader
 * @param score for a right answer 1, for a wrong one 0; other rules say what they count, at least 0
 * @param unscored why a judge could not say; there exactly if there is no score
 * @param comparison what a win rate that is controlled for length takes besides the score
 */
public record ItemResult(
    String id, Optional<Double> score, Optional<String> unscored, Optional<Comparison> comparison) {
  /**
   * Two answers to one instruction, by their lengths.
   *
   * @param length characters (Unicode code points) of the completion
   * @param referenceLength characters of the answer that it is compared with
   * @param difficulty how much harder than the average it is to be preferred on this instruction,
   *     in logits; absent where nothing is known of it
   */
  public record Comparison(int length, int referenceLength, Optional<Double> difficulty) {
    public Comparison {
      Check.that(length >= 0 && referenceLength >= 0, "a length counts from 0");
      difficulty.ifPresent(logits -> Check.finite(logits, "a difficulty"));
    }
  }

  public ItemResult {
    Check.text(id, "an item's id");
    Check.that(
        score.isPresent() == unscored.isEmpty(),
        "an item has a score, or a reason for having none");
    score.ifPresent(
        value ->
            Check.that(
                value >= 0 && Double.isFinite(value),
                "an item's score is a number from 0, not " + value));
  }

  /** An item that was scored. */
  public ItemResult(String id, double score) {
    this(id, Optional.of(score), Optional.empty(), Optional.empty());
  }

  /** An item of which the grader cannot say what it is worth. */
  public static ItemResult unscored(String id, String why) {
    return new ItemResult(id, Optional.empty(), Optional.of(why), Optional.empty());
  }

  /** An item whose completion was compared with another answer. */
  public static ItemResult compared(String id, double preference, Comparison comparison) {
    return new ItemResult(id, Optional.of(preference), Optional.empty(), Optional.of(comparison));
  }
}
