package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.autorl.records.policy.PolicyConfig;

/**
 * Cosines and sines of rotary positions (RoFormer, https://arxiv.org/abs/2104.09864), each float32
 * [positions, head width]; the second half of a row repeats the first.
 */
record RotaryTable(NDArray cosines, NDArray sines) {
  static RotaryTable of(PolicyConfig config, NDManager manager) {
    int d = config.headDim();
    int half = d / 2;
    double[] frequencies = new double[half];
    for (int i = 0; i < half; i++) {
      frequencies[i] = config.ropeScaling().scaled(Math.pow(config.ropeTheta(), -2.0 * i / d));
    }
    float[] cos = new float[config.positions() * d];
    float[] sin = new float[config.positions() * d];
    for (int p = 0; p < config.positions(); p++) {
      for (int i = 0; i < half; i++) {
        double angle = p * frequencies[i];
        int at = p * d + i;
        cos[at] = cos[at + half] = (float) Math.cos(angle);
        sin[at] = sin[at + half] = (float) Math.sin(angle);
      }
    }
    Shape shape = new Shape(config.positions(), d);
    return new RotaryTable(manager.create(cos, shape), manager.create(sin, shape));
  }
}
