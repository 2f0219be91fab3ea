package org.autorl.graders;

import java.util.List;
import java.util.Optional;

/**
 * How often a judge prefers a policy's completion to the one that it is compared with.
 *
 * <p>Source: AlpacaEval, {@code describe_head2head} of <a
 * href="https://github.com/tatsu-lab/alpaca_eval/blob/main/src/alpaca_eval/metrics/helpers.py">
 * helpers.py</a>, whose preferences 1 to 2 are 0 to 1 here. {@link LengthControlledWinRate} is the
 * one that long answers do not raise.
 *
 * @param preferences one for each comparison that was judged, from 0, the other's, over 0.5, a
 *     draw, to 1, the policy's
 * @param refusals comparisons that the judge refused, at least 0; unscored, never losses
 */
public record WinRate(List<Double> preferences, int refusals) {
  /**
   * @throws IllegalArgumentException if a preference or the number of refusals is out of its range
   */
  public WinRate {
    preferences = List.copyOf(preferences);
    preferences.forEach(preference -> Values.requireShare("preference", preference));
    if (refusals < 0) {
      throw new IllegalArgumentException(
          "`refusals` is %d; 0 or more is allowed".formatted(refusals));
    }
  }

  /**
   * The win rate in percent, 0 to 100: 100 times the mean preference, and its standard error.
   *
   * <p>Empty if nothing was judged.
   */
  public Optional<Mean> percent() {
    return preferences.isEmpty() ? Optional.empty() : Optional.of(Mean.of(preferences).times(100));
  }

  /**
   * The discrete win rate in percent, 0 to 100: wins and half the draws, over all; however sure the
   * judge was of each.
   *
   * <p>Empty if nothing was judged.
   */
  public Optional<Mean> discretePercent() {
    List<Double> outcomes =
        preferences.stream().map(preference -> (1 + Math.signum(preference - 0.5)) / 2).toList();
    return new WinRate(outcomes, refusals).percent();
  }
}
