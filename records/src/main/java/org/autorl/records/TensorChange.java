package org.autorl.records;

/**
 * What became of one tensor of the base policy in a submission; numbers are compared by value,
 * whatever their types.
 *
 * @param elements how many numbers it holds
 * @param dimensions of its shape; of one are norms and biases, which say little of descent
 * @param kind whether it changed
 * @param squaredBase sum of the squares of the base policy's numbers
 * @param squared sum of the squares of the submission's numbers
 * @param squaredChange sum of the squares of the differences
 * @param product sum of the products, number by number
 * @param maxAbsChange largest difference, not negative
 */
public record TensorChange(
    String name,
    long elements,
    int dimensions,
    Kind kind,
    double squaredBase,
    double squared,
    double squaredChange,
    double product,
    double maxAbsChange) {
  /** Whether a tensor changed. */
  public enum Kind {
    /** Every number is equal. */
    IDENTICAL,
    /** Every number is the base policy's, rounded to the nearest of the narrower type. */
    ROUNDED,
    CHANGED
  }

  /**
   * The change's L2 norm over that of the base policy's tensor; over that of itself if it was 0.
   */
  public double relativeChange() {
    return squaredChange == 0
        ? 0
        : Math.sqrt(squaredChange / (squaredBase == 0 ? squared : squaredBase));
  }

  /** Cosine of the angle between the two, from -1 to 1; 1 if both are 0, 0 if one of them is. */
  public double cosine() {
    if (squaredBase == 0 || squared == 0) {
      return squaredBase == squared ? 1 : 0;
    }
    return product / (Math.sqrt(squaredBase) * Math.sqrt(squared));
  }
}
