package org.autorl.trainers.script;

import java.util.Optional;

/**
 * What a training from folder to folder has besides its algorithm's settings.
 *
 * @param saveSteps updates between two checkpoints; without it there is one if training is
 *     interrupted
 */
public record SaveOptions(Optional<Integer> saveSteps) {
  public SaveOptions {
    if (saveSteps.isPresent() && saveSteps.get() < 1) {
      throw new IllegalArgumentException(
          "save_steps is %d; at least 1 is needed".formatted(saveSteps.get()));
    }
  }

  /** None but in case of need. */
  public static SaveOptions defaults() {
    return new SaveOptions(Optional.empty());
  }
}
