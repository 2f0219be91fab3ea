package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;

/**
 * The surrogate objective that PPO and GRPO share (https://arxiv.org/abs/1707.06347, equation 7).
 *
 * @param ratio float32 [N], π / π_old
 * @param bounded the same, kept within 1 - ε and 1 + ε
 */
record ClippedRatio(NDArray ratio, NDArray bounded) {
  /**
   * Of log ratios.
   *
   * @param low ε below
   * @param high ε above
   * @param scratch outlives the backward pass
   */
  static ClippedRatio of(NDArray logRatio, double low, double high, NDManager scratch) {
    NDArray ratio = logRatio.exp();
    return new ClippedRatio(ratio, clip(ratio, 1 - low, 1 + high, scratch));
  }

  static NDArray clip(NDArray x, double low, double high, NDManager scratch) {
    return NDArrays.minimum(
        NDArrays.maximum(x, scratch.create((float) low)), scratch.create((float) high));
  }

  /** min(ratio Â, bounded Â): the gain, a lower bound of what is hoped for. */
  NDArray gain(NDArray advantage) {
    return NDArrays.minimum(ratio.mul(advantage), bounded.mul(advantage));
  }

  /** Tokens whose ratio lies out of bounds. */
  double clipped() {
    return ratio.neq(bounded).toType(ratio.getDataType(), false).sum().getFloat();
  }
}
