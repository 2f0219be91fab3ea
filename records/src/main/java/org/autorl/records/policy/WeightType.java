package org.autorl.records.policy;

/** How weights are written to disk; in memory they are float32. */
public enum WeightType {
  F32("float32", 4),
  /** The upper half of a float32; rounded to the nearest, ties to even. */
  BF16("bfloat16", 2);

  private final String dtype;
  private final int width;

  WeightType(String dtype, int width) {
    this.dtype = dtype;
    this.width = width;
  }

  /** Its name in {@code config.json}. */
  public String dtype() {
    return dtype;
  }

  /** Bytes of one number. */
  public int width() {
    return width;
  }
}
