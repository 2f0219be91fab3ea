package org.autorl.graders;

/**
 * What a judge thought of a policy's answer beside a baseline's, and how long the two are.
 *
 * @param instruction number of the instruction that both answer, at least 0; the same for every
 *     policy
 * @param preference from 0, the baseline's, over 0.5, a draw, to 1, the policy's; AlpacaEval's
 *     files have it from 1 to 2
 * @param length characters of the policy's answer, at least 0
 * @param baselineLength characters of the baseline's, at least 0
 */
public record Preference(int instruction, double preference, int length, int baselineLength) {
  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Preference {
    requireFromZero("instruction", instruction);
    Values.requireShare("preference", preference);
    requireFromZero("length", length);
    requireFromZero("baselineLength", baselineLength);
  }

  private static void requireFromZero(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("`%s` is %d; 0 or more is allowed".formatted(what, value));
    }
  }

  /** By how many characters the policy's answer is the longer one; negative if it is shorter. */
  double longerBy() {
    return (double) length - baselineLength;
  }
}
