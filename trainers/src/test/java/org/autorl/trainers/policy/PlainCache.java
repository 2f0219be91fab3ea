package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.autorl.records.policy.PolicyConfig;

/**
 * Keys and values of the columns seen so far, for all layers, in memory laid out once.
 *
 * <p>Columns are shared by all rows; which of them a row may see is the mask's business.
 */
final class PlainCache implements AutoCloseable {
  /** Float32 [B, kv heads, columns, head width] each. */
  record Layer(NDArray keys, NDArray values) {}

  private final NDManager manager;
  private final List<Layer> layers = new ArrayList<>();
  private final long capacity;
  private long columns;

  /** Room for {@code capacity} columns of {@code rows} rows. */
  public PlainCache(PolicyConfig config, NDManager parent, long rows, long capacity) {
    this.manager = parent.newSubManager();
    this.capacity = capacity;
    Shape shape = new Shape(rows, config.kvHeads(), capacity, config.headDim());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(
          new Layer(
              manager.zeros(shape, DataType.FLOAT32), manager.zeros(shape, DataType.FLOAT32)));
    }
  }

  /** Columns in use. */
  public long columns() {
    return columns;
  }

  Layer append(int layer, NDArray keys, NDArray values) {
    long end = columns + keys.getShape().get(2);
    if (end > capacity) {
      throw new IllegalStateException(
          "the cache has room for " + capacity + " columns, not for " + end);
    }
    Layer all = layers.get(layer);
    NDIndex fresh = new NDIndex(":, :, {}:{}", columns, end);
    all.keys().set(fresh, keys);
    all.values().set(fresh, values);
    NDIndex seen = new NDIndex(":, :, 0:{}", end);
    NDArray k = all.keys().get(seen);
    NDArray v = all.values().get(seen);
    k.attach(keys.getManager());
    v.attach(keys.getManager());
    return new Layer(k, v);
  }

  void advance(long count) {
    columns += count;
  }

  @Override
  public void close() {
    manager.close();
  }
}
