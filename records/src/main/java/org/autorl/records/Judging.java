package org.autorl.records;

import java.util.List;
import java.util.Optional;

/**
 * What it took to have a language model judge one split.
 *
 * @param judge model, version, and SHA-256 of the file with what it is asked
 * @param servedBy models that the server named in its answers, sorted
 * @param calls answers that the server gave for this grading, calibration and retries too
 * @param remembered verdicts that were known from before and cost nothing
 * @param weighted verdicts that are log-probabilities of the two labels; the others are labels that
 *     were said
 * @param promptTokens of these calls, as the server counts them
 * @param completionTokens of these calls, as the server counts them
 * @param dollars that the tokens cost; absent where no prices were stated
 * @param agreement with known preferences, in percent; absent where the task states none
 * @param besides numbers that are not the score, made of the same verdicts
 */
public record Judging(
    String judge,
    List<String> servedBy,
    int calls,
    int remembered,
    int weighted,
    long promptTokens,
    long completionTokens,
    Optional<Double> dollars,
    Optional<Double> agreement,
    List<Score> besides) {
  public Judging {
    Check.text(judge, "a judge");
    servedBy = List.copyOf(servedBy);
    besides = List.copyOf(besides);
  }
}
