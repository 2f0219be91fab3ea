package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Low-rank adapters of some weights; their names are those that PEFT gives them, less its prefix.
 * Shapes: A [r, inputs], B [outputs, r].
 */
final class Adapters {
  private static final String SCALING = "lora.scaling";
  private static final String WEIGHT = ".weight";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  private final SortedMap<String, NDArray> matrices = new TreeMap<>();
  private final NDArray scaling;

  Adapters(Lora lora, Map<String, NDArray> weights, NDManager manager) {
    SplittableRandom random = new SplittableRandom(lora.seed());
    this.scaling = manager.create((float) (lora.alpha() / lora.rank()));
    new TreeMap<>(weights)
        .forEach(
            (name, weight) -> {
              if (lora.targets().stream().anyMatch(t -> name.endsWith("." + t + WEIGHT))) {
                long outputs = weight.getShape().get(0);
                long inputs = weight.getShape().get(1);
                Shape a = new Shape(lora.rank(), inputs);
                Shape b = new Shape(outputs, lora.rank());
                matrices.put(beside(name, A), manager.create(uniform(a, random), a));
                matrices.put(beside(name, B), manager.zeros(b));
              }
            });
  }

  private static float[] uniform(Shape shape, SplittableRandom random) {
    double bound = 1 / Math.sqrt(shape.get(1));
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  private static String beside(String weight, String part) {
    return weight.substring(0, weight.length() - WEIGHT.length()) + part;
  }

  /** What is trained, by name. */
  SortedMap<String, NDArray> matrices() {
    return Collections.unmodifiableSortedMap(matrices);
  }

  /** What the decoder has to know besides the weights. */
  SortedMap<String, NDArray> forDecoder() {
    SortedMap<String, NDArray> all = new TreeMap<>(matrices);
    all.put(SCALING, scaling);
    return all;
  }

  /** The weights with what was learned added; arrays of {@code manager} where they differ. */
  SortedMap<String, NDArray> merged(SortedMap<String, NDArray> weights, NDManager manager) {
    SortedMap<String, NDArray> result = new TreeMap<>(weights);
    for (Map.Entry<String, NDArray> weight : weights.entrySet()) {
      String name = weight.getKey();
      NDArray a = name.endsWith(WEIGHT) ? matrices.get(beside(name, A)) : null;
      NDArray b = name.endsWith(WEIGHT) ? matrices.get(beside(name, B)) : null;
      if (a != null && b != null) {
        try (NDManager scratch = manager.newSubManager()) {
          scratch.tempAttachAll(a, b);
          NDArray sum = b.matMul(a).mul(scaling).add(weight.getValue());
          sum.attach(manager);
          result.put(name, sum);
        }
      }
    }
    return result;
  }
}
