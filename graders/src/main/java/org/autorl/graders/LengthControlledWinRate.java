package org.autorl.graders;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The win rate that a policy would have if its answers were as long as the baseline's.
 *
 * <p>A judge that likes long answers gives a wordy policy more than it earns. So each preference is
 * explained by logit = quality + weight * length term - sensitivity * difficulty of the
 * instruction, where the length term is tanh of the difference of lengths over the standard
 * deviation of these differences; the rate is the mean of what that predicts with the length term
 * at 0. Source: Dubois et al. 2024, <a href="https://arxiv.org/abs/2404.04475">Length-Controlled
 * AlpacaEval</a>, equations 1 and 2.
 *
 * <p>What is ours: there, answers of the baseline told to be brief and to be wordy are fitted
 * along, a fifth of the weight, to hold the weight of length and the sensitivity, and
 * cross-validation chooses a penalty. Here the weight of length is drawn to 1.4 with precision 15
 * and the sensitivity to 0 with precision 10: about as much as a fifth of 805 judgements tell. The
 * numbers were chosen on the published table as a whole, with each of its models left out of the
 * difficulties in turn; others nearby do as well. They keep a part of what a judge likes length
 * more or less than usual.
 *
 * @param preferences at most one for each instruction
 * @param difficulties of at least the instructions that were judged
 */
public record LengthControlledWinRate(
    List<Preference> preferences, InstructionDifficulties difficulties) {
  /** So small that it changes no rate, and large enough for a policy that always or never wins. */
  static final double QUALITY_PRECISION = 1e-6;

  static final double LENGTH_WEIGHT = 1.4;
  static final double LENGTH_PRECISION = 15;
  private static final double SENSITIVITY_PRECISION = 10;

  /**
   * @throws IllegalArgumentException if an instruction comes twice, or has no difficulty
   */
  public LengthControlledWinRate {
    preferences = List.copyOf(preferences);
    requireDistinct(preferences);
    for (Preference preference : preferences) {
      if (difficulties.find(preference.instruction()).isEmpty()) {
        throw new IllegalArgumentException(
            "instruction %d has no difficulty; fit the difficulties with a model that answered it"
                .formatted(preference.instruction()));
      }
    }
  }

  /**
   * The win rate in percent, 0 to 100, and as standard error, like the published one, only how much
   * the predictions differ from instruction to instruction.
   *
   * <p>Empty if nothing was judged. A policy and a baseline that trade places, lengths and all,
   * have rates that add up to 100; where all lengths are equal it is the plain {@link WinRate}.
   */
  public Optional<Mean> percent() {
    if (preferences.isEmpty()) {
      return Optional.empty();
    }
    double[] lengths = lengthTerms(preferences);
    double[][] rows = new double[lengths.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {1, lengths[i], -difficulty(preferences.get(i))};
    }
    double[] centres = {0, LENGTH_WEIGHT, 0};
    double[] precisions = {QUALITY_PRECISION, LENGTH_PRECISION, SENSITIVITY_PRECISION};
    double[] weights =
        new RidgeLogistic(centres, precisions)
            .fit(rows, new double[rows.length], shares(preferences), centres);
    List<Double> predicted = new ArrayList<>();
    for (double[] row : rows) {
      row[1] = 0;
      predicted.add(RidgeLogistic.share(RidgeLogistic.logit(row, 0, weights)));
    }
    return Optional.of(Mean.of(predicted).times(100));
  }

  private double difficulty(Preference preference) {
    return difficulties.find(preference.instruction()).orElseThrow();
  }

  static double[] shares(List<Preference> preferences) {
    return preferences.stream().mapToDouble(Preference::preference).toArray();
  }

  /** From -1, by far the shorter, to 1; where all differ by the same, -1, 0 or 1. */
  static double[] lengthTerms(List<Preference> preferences) {
    if (preferences.isEmpty()) {
      return new double[0];
    }
    List<Double> differences = preferences.stream().map(Preference::longerBy).toList();
    double deviation = Mean.of(differences).deviation();
    return differences.stream()
        .mapToDouble(longer -> longer == 0 ? 0 : StrictMath.tanh(longer / deviation))
        .toArray();
  }

  static void requireDistinct(List<Preference> preferences) {
    Set<Integer> seen = new HashSet<>();
    for (Preference preference : preferences) {
      if (!seen.add(preference.instruction())) {
        throw new IllegalArgumentException(
            "instruction %d comes twice for one model; once is allowed"
                .formatted(preference.instruction()));
      }
    }
  }
}
