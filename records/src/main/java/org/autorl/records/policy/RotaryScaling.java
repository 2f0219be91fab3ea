package org.autorl.records.policy;

/**
 * How the frequencies of rotary positions are stretched to reach beyond the context that a policy
 * was pretrained on: the {@code rope_type} of {@code config.json}.
 */
public sealed interface RotaryScaling {
  /**
   * The frequency in use, in radians a position.
   *
   * @param frequency the unscaled one, theta^(-2i/d)
   */
  double scaled(double frequency);

  /** {@code default}: as they are. */
  record None() implements RotaryScaling {
    @Override
    public double scaled(double frequency) {
      return frequency;
    }
  }

  /**
   * {@code linear}: positions divided by the factor (https://arxiv.org/abs/2306.15595).
   *
   * @param factor above 0
   */
  record Linear(double factor) implements RotaryScaling {
    @Override
    public double scaled(double frequency) {
      return frequency / factor;
    }
  }

  /**
   * {@code llama3}: waves longer than {@code original / lowFactor} positions are divided by the
   * factor, those shorter than {@code original / highFactor} stay, and those between go from one to
   * the other linearly in {@code original / wave length}. See the technical report of Llama 3.1
   * (https://arxiv.org/abs/2407.21783) and {@code rope_type} in the documentation of transformers.
   *
   * @param original the context that the policy was pretrained on, in positions
   */
  record Llama3(double factor, double lowFactor, double highFactor, double original)
      implements RotaryScaling {
    @Override
    public double scaled(double frequency) {
      double waves = original * frequency / (2 * Math.PI);
      double kept = Math.min(1, Math.max(0, (waves - lowFactor) / (highFactor - lowFactor)));
      return kept * frequency + (1 - kept) * frequency / factor;
    }
  }
}
