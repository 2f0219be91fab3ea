package org.autorl.records.policy;

/** Numbers of 16 bits as IEEE 754-2008, section 3.6, has them: binary16. */
public final class Half {
  private Half() {}

  /** The value of a half. */
  public static float toFloat(short half) {
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : exponent == 31
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    return half < 0 ? -magnitude : magnitude;
  }
}
