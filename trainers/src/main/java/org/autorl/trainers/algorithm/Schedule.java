package org.autorl.trainers.algorithm;

/**
 * Learning rates over a training.
 *
 * @param steps updates in all
 */
record Schedule(TrainerSettings settings, int steps) {
  private static final double FLOOR = 0.1;

  /** A warm-up by ratio begins here, so that its first update moves something. */
  private static final double FIRST = 0.001;

  /**
   * The learning rate of an update.
   *
   * @param step from 1
   * @param time share of the time limit that is spent, 0 without one; it moves the schedule, too,
   *     so that a training that is cut short still cools down
   */
  double rate(int step, double time) {
    double progress = Math.min(1, Math.max((double) step / steps, time));
    double start =
        settings.warmupSteps() > 0
            ? Math.min(1, (double) settings.warmupSteps() / steps)
            : settings.warmupRatio();
    if (settings.warmupSteps() > 0 && step < settings.warmupSteps()) {
      return settings.learningRate() * step / settings.warmupSteps();
    }
    if (settings.warmupSteps() == 0 && progress < start) {
      return settings.learningRate() * Math.max(progress, FIRST) / start;
    }
    double fall = start < 1 ? Math.max(0, progress - start) / (1 - start) : 0;
    double cosine = (1 + Math.cos(Math.PI * fall)) / 2;
    return settings.learningRate()
        * switch (settings.lrSchedulerType()) {
          case CONSTANT_WITH_WARMUP -> 1;
          case LINEAR -> 1 - fall;
          case COSINE -> cosine;
          case COSINE_WITH_MIN_LR -> FLOOR + (1 - FLOOR) * cosine;
        };
  }
}
