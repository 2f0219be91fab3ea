package org.autorl.trainers.algorithm;

/** How the learning rate goes on after the warm-up; TRL's {@code lr_scheduler_type}. */
public enum LrSchedulerType {
  /** Stays. */
  CONSTANT_WITH_WARMUP,
  /** Falls to 0 in a line. */
  LINEAR,
  /** Falls to 0 by half a cosine. */
  COSINE,
  /** Falls to a tenth by half a cosine. */
  COSINE_WITH_MIN_LR
}
