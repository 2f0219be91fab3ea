package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state value V: a linear layer on a policy's hidden state. Begins at 0 everywhere.
 *
 * @param weight float32 [1, H]
 * @param bias float32 [1]
 */
record ValueHead(NDArray weight, NDArray bias) {
  static ValueHead of(int hidden, NDManager manager) {
    return new ValueHead(manager.zeros(new Shape(1, hidden)), manager.zeros(new Shape(1)));
  }

  /** Names that no policy has. */
  SortedMap<String, NDArray> weights() {
    SortedMap<String, NDArray> weights = new TreeMap<>();
    weights.put("value_head.weight", weight);
    weights.put("value_head.bias", bias);
    return weights;
  }

  /**
   * Values.
   *
   * @param hidden float32 [N, H]
   * @return float32 [N]
   */
  NDArray of(NDArray hidden) {
    return Linear.linear(hidden, weight, bias).singletonOrThrow().reshape(hidden.getShape().get(0));
  }
}
