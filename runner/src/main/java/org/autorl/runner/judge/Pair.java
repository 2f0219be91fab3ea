package org.autorl.runner.judge;

import java.util.Optional;
import org.autorl.records.Digest;
import org.autorl.records.ItemResult;

/**
 * Two answers to compare.
 *
 * @param id of the item; alone decides which answer is shown first, where a pair is shown once
 * @param instruction that both answer
 * @param completion that is graded
 * @param reference that it is compared with
 * @param difficulty of the instruction in logits, where it is known
 */
public record Pair(
    String id,
    String instruction,
    String completion,
    String reference,
    Optional<Double> difficulty) {
  static Pair of(String id, String instruction, String completion, String reference) {
    return new Pair(id, instruction, completion, reference, Optional.empty());
  }

  /** A coin that falls the same way each time: the last bit of the SHA-256 of the id. */
  boolean completionFirst() {
    return Character.digit(Digest.sha256(id).charAt(63), 16) % 2 == 0;
  }

  ItemResult.Comparison comparison() {
    return new ItemResult.Comparison(characters(completion), characters(reference), difficulty);
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
