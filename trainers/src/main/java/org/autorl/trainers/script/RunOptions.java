package org.autorl.trainers.script;

import java.util.Optional;

/**
 * What every training has.
 *
 * @param seed of all that is drawn: the same seed gives the same policy on the same machine
 * @param saveSteps updates between two checkpoints; without it there is one if training is
 *     interrupted
 */
record RunOptions(long seed, Optional<Integer> saveSteps) {
  RunOptions {
    if (saveSteps.isPresent() && saveSteps.get() < 1) {
      throw new IllegalArgumentException(
          "save_steps is " + saveSteps.get() + "; at least 1 is needed");
    }
  }

  static RunOptions defaults() {
    return new RunOptions(1, Optional.empty());
  }
}
