package org.autorl.trainers.algorithm;

/** A loss or gradient that is no number: nothing may be saved after it. */
public final class TrainingDiverged extends RuntimeException {
  private static final long serialVersionUID = 1;

  TrainingDiverged(int step, double loss, double gradNorm) {
    super("training diverged at step %d: loss %s, grad_norm %s".formatted(step, loss, gradNorm));
  }
}
