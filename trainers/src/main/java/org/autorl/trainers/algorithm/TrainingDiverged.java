package org.autorl.trainers.algorithm;

import java.util.Locale;

/**
 * A number that is none, in a loss, a gradient, the weights or a reward. The update in which it was
 * found has changed nothing: the weights are those of the step before, and no checkpoint was saved
 * since.
 */
public final class TrainingDiverged extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int step;

  /**
   * An end of training.
   *
   * @param step the update that did not happen, from 1
   * @param what was not finite, such as {@code the gradient of `lm_head.weight`}
   */
  TrainingDiverged(int step, String what, double value) {
    super(
        String.format(
            Locale.ROOT,
            "training diverged at step %d: %s is %s; the weights are those of step %d",
            step,
            what,
            value,
            step - 1));
    this.step = step;
  }

  /** The update that did not happen, from 1. */
  public int step() {
    return step;
  }
}
