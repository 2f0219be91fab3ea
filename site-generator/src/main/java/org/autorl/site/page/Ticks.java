package org.autorl.site.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers on an axis: one, two or five times a power of ten apart.
 *
 * @param step between two of them
 */
record Ticks(double step, List<Double> at) {
  /** Those between two numbers, about so many. */
  static Ticks between(double low, double high, int many) {
    double rough = Math.max(1e-12, (high - low) / Math.max(1, many));
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    double step = power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    List<Double> at = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      at.add(i * step);
    }
    return new Ticks(step, List.copyOf(at));
  }

  /** With as many digits as tell neighbours apart. */
  String text(double value) {
    int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    return String.format(Locale.ROOT, "%." + digits + "f", value + 0.0);
  }
}
