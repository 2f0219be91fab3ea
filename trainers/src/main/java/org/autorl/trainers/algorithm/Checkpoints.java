package org.autorl.trainers.algorithm;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where checkpoints go, and from which one to go on.
 *
 * @param folder gets {@code checkpoint-STEP} folders; none are saved without it
 * @param saveSteps updates between two checkpoints; one more is saved at the end
 * @param resumeFrom a checkpoint's folder
 * @param stop asked between cycles; once it is true, training saves a checkpoint and ends
 */
public record Checkpoints(
    Optional<Path> folder, int saveSteps, Optional<Path> resumeFrom, BooleanSupplier stop) {
  public Checkpoints {
    new Problems().atLeast("save_steps", saveSteps, 1).orThrow();
  }

  /** Go on until training is over. */
  public Checkpoints(Optional<Path> folder, int saveSteps, Optional<Path> resumeFrom) {
    this(folder, saveSteps, resumeFrom, () -> false);
  }

  /** Save nothing, start anew. */
  public static Checkpoints none() {
    return new Checkpoints(Optional.empty(), 1, Optional.empty());
  }

  /** Save to a folder, start anew. */
  public static Checkpoints every(int saveSteps, Path folder) {
    return new Checkpoints(Optional.of(folder), saveSteps, Optional.empty());
  }

  /** The same, but going on from a checkpoint. */
  public Checkpoints resumingFrom(Path checkpoint) {
    return new Checkpoints(folder, saveSteps, Optional.of(checkpoint), stop);
  }
}
