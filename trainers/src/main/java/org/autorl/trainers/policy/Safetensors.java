package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.records.policy.SafetensorsHeader;
import org.autorl.records.policy.WeightType;

/** Tensors on the host, to and from a safetensors file: what a training keeps beside its policy. */
public final class Safetensors {
  private Safetensors() {}

  /** One float32 tensor, row-major. */
  public record Tensor(long[] shape, float[] values) {}

  /** Writes the tensors in the order of their names. */
  public static void write(Path file, SortedMap<String, Tensor> tensors) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      SortedMap<String, NDArray> arrays = new TreeMap<>();
      tensors.forEach(
          (name, tensor) ->
              arrays.put(name, manager.create(tensor.values(), new Shape(tensor.shape()))));
      SafetensorsFile.write(file, arrays, WeightType.F32);
    }
  }

  /**
   * Reads all tensors, widened to float32.
   *
   * @throws IllegalArgumentException with what breaks the format
   */
  public static SortedMap<String, Tensor> read(Path file) throws IOException {
    SortedMap<String, Tensor> result = new TreeMap<>();
    try (NDManager manager = NDManager.newBaseManager();
        SafetensorsFile in = SafetensorsFile.open(file)) {
      for (Map.Entry<String, SafetensorsHeader.Entry> entry : in.header().tensors().entrySet()) {
        try (NDArray array = in.read(entry.getValue(), manager)) {
          result.put(entry.getKey(), new Tensor(array.getShape().getShape(), array.toFloatArray()));
        }
      }
    }
    return result;
  }
}
