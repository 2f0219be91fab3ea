package org.autorl.trainers.script;

import java.util.Optional;
import org.autorl.trainers.policy.Lora;

/**
 * What a training from folder to folder has besides its algorithm's settings.
 *
 * @param saveSteps updates between two checkpoints; without it there is one if training is
 *     interrupted
 * @param loraR rank of adapters; with it they alone are trained, and merged into what is saved
 * @param loraAlpha what adapters learn is scaled by this over their rank; default 32
 * @param loraTargetModules matrices that get adapters, with commas between; default all of a layer
 */
public record FolderOptions(
    Optional<Integer> saveSteps,
    Optional<Integer> loraR,
    double loraAlpha,
    String loraTargetModules) {
  public FolderOptions {
    if (saveSteps.isPresent() && saveSteps.get() < 1) {
      throw new IllegalArgumentException(
          "save_steps is %d; at least 1 is needed".formatted(saveSteps.get()));
    }
    // Refuses what makes no adapters; the components have no accessors yet.
    loraR.ifPresent(rank -> Lora.of(rank, loraAlpha, loraTargetModules, 0));
  }

  /** No adapters, and no checkpoint but in case of need. */
  public static FolderOptions defaults() {
    return new FolderOptions(Optional.empty(), Optional.empty(), 32, String.join(",", Lora.ALL));
  }

  /** The adapters to train, if any. */
  Optional<Lora> lora(long seed) {
    return loraR.map(rank -> Lora.of(rank, loraAlpha, loraTargetModules, seed));
  }
}
