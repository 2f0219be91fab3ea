package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Estimators of KL(π ‖ π_ref) in nats from tokens that π sampled, after
 * http://joschu.net/blog/kl-approx.html, with r = π_ref / π of a token.
 *
 * <p>As a number to subtract from a reward, all estimate the same, k1 and k3 without bias. As a
 * term of a loss they differ, for there the gradient counts: that of k1 is zero on average, so it
 * holds nothing; that of k2 is the gradient of KL(π ‖ π_ref); that of k3 is the gradient of the
 * other direction, KL(π_ref ‖ π).
 */
public enum KlEstimator {
  /** -log r: no bias, much variance, may be negative. */
  K1,
  /** (log r)² / 2: some bias, little variance. */
  K2,
  /** (r - 1) - log r: no bias, little variance, never negative. */
  K3;

  /**
   * For each token.
   *
   * @param logP float32 [N], of the policy
   * @param referenceLogP float32 [N], of the reference policy
   * @param scratch outlives the backward pass
   * @return float32 [N], nats
   */
  NDArray of(NDArray logP, NDArray referenceLogP, NDManager scratch) {
    NDArray logRatio = referenceLogP.sub(logP);
    return switch (this) {
      case K1 -> logRatio.neg();
      case K2 -> logRatio.square().mul(scratch.create(0.5f));
      case K3 -> logRatio.exp().sub(1).sub(logRatio);
    };
  }

  /** Of one token, on the host. */
  double of(double logP, double referenceLogP) {
    double logRatio = referenceLogP - logP;
    return switch (this) {
      case K1 -> -logRatio;
      case K2 -> logRatio * logRatio / 2;
      case K3 -> Math.expm1(logRatio) - logRatio;
    };
  }
}
