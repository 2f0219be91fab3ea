package org.autorl.trainers.algorithm;

/** Learning rates over a stage. */
final class Schedule {
  private Schedule() {}

  /** Rises over the first twentieth, then falls to a tenth; {@code progress} in 0..1. */
  static double cosine(double peak, double progress) {
    if (progress < 0.05) {
      return peak * Math.max(progress, 0.001) / 0.05;
    }
    double fall = (Math.min(1, progress) - 0.05) / 0.95;
    return peak * (0.1 + 0.9 * (1 + Math.cos(Math.PI * fall)) / 2);
  }
}
