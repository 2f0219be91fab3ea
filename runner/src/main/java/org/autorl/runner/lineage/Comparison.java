package org.autorl.runner.lineage;

import java.io.IOException;
import org.autorl.records.TensorChange;

/** Compares tensors of two policies, number by number, in two buffers of fixed size. */
final class Comparison {
  private final Weights base;
  private final Weights given;
  private final float[] mine = new float[Weights.PIECE];
  private final float[] theirs = new float[Weights.PIECE];

  Comparison(Weights base, Weights given) {
    this.base = base;
    this.given = given;
  }

  /** What became of a tensor that both have, in one shape. */
  TensorChange of(String tensor) throws IOException {
    long size = base.size(tensor);
    int fraction = base.type(tensor).equals(given.type(tensor)) ? 0 : fraction(given.type(tensor));
    boolean rounded = fraction > 0;
    double squaredBase = 0;
    double squared = 0;
    double squaredChange = 0;
    double product = 0;
    double most = 0;
    for (long from = 0; from < size; from += Weights.PIECE) {
      int count = (int) Math.min(Weights.PIECE, size - from);
      base.read(tensor, from, count, theirs);
      given.read(tensor, from, count, mine);
      for (int i = 0; i < count; i++) {
        double before = theirs[i];
        double after = mine[i];
        double change = after - before;
        squaredBase += before * before;
        squared += after * after;
        squaredChange += change * change;
        product += before * after;
        most = Math.max(most, Math.abs(change));
      }
      rounded = rounded && isRounded(count, fraction);
    }
    TensorChange.Kind kind =
        squaredChange == 0 && most == 0
            ? TensorChange.Kind.IDENTICAL
            : rounded ? TensorChange.Kind.ROUNDED : TensorChange.Kind.CHANGED;
    return new TensorChange(
        tensor,
        size,
        base.dimensions(tensor),
        kind,
        squaredBase,
        squared,
        squaredChange,
        product,
        most);
  }

  /** Bits of a type's fraction that a number of another type may have been rounded to. */
  private static int fraction(String type) {
    return switch (type) {
      case "BF16" -> 7;
      case "F16" -> 10;
      default -> 0;
    };
  }

  /** Whether no number is further away than half of its last bit is worth. */
  private boolean isRounded(int count, int fraction) {
    int least = fraction == 10 ? -14 : Float.MIN_EXPONENT;
    for (int i = 0; i < count; i++) {
      int exponent = Math.max(least, Math.getExponent(mine[i]));
      double half = Math.scalb(0.5, exponent - fraction);
      if (Math.abs((double) mine[i] - theirs[i]) > half) {
        return false;
      }
    }
    return true;
  }
}
