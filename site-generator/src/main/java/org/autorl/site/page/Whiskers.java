package org.autorl.site.page;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Intervals as small pictures on one scale, so that a column of them is compared by eye. */
public final class Whiskers {
  /** Width of a picture, and what stays free at its edges. */
  private static final double WIDTH = 100;

  private static final double EDGE = 1;

  /** A value and where it lies, {@code low <= value <= high}. */
  public record Interval(double value, double low, double high) {}

  /**
   * Data of SVG paths in a box 100 wide and 8 high: an interval with a mark at its value, and where
   * zero is.
   */
  public record Picture(String interval, String zero) {}

  private Whiskers() {}

  /** A scale that has zero on it: pictures on one are compared by eye. */
  public record Scale(double low, double high) {
    /** The scale that these fit on. */
    public static Scale of(Collection<Interval> intervals) {
      double low = ends(intervals).min().orElse(0);
      return new Scale(low, Math.max(low + 1e-9, ends(intervals).max().orElse(0)));
    }

    /** All that it must hold, zero too. */
    private static DoubleStream ends(Collection<Interval> intervals) {
      return DoubleStream.concat(
          DoubleStream.of(0),
          intervals.stream().flatMapToDouble(own -> DoubleStream.of(own.low(), own.high())));
    }

    /** The picture of one. */
    public Picture picture(Interval own) {
      return new Picture(
          String.format(
              Locale.ROOT, "M%.0f 4H%.0fM%.0f 1V7", x(own.low()), x(own.high()), x(own.value())),
          String.format(Locale.ROOT, "M%.0f 0V8", x(0)));
    }

    private double x(double value) {
      return EDGE + (WIDTH - 2 * EDGE) / (high - low) * (value - low);
    }
  }
}
