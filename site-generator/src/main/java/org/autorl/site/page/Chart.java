package org.autorl.site.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line chart as SVG, drawn when the site is built.
 *
 * @param points x and y each, by rising x
 * @param steps whether a value stays until the next point
 */
public record Chart(
    String title, String xLabel, List<double[]> points, Optional<Double> baseline, boolean steps) {
  /** One whose points are joined. */
  public Chart(String title, String xLabel, List<double[]> points, Optional<Double> baseline) {
    this(title, xLabel, points, baseline, false);
  }

  private static final double WIDTH = 520;
  private static final double HEIGHT = 180;
  private static final double PAD = 40;

  /** Points that are drawn; more are no better to see. */
  private static final int POINTS = 240;

  /** The picture; it holds no text that comes from an agent. */
  public String svg() {
    return points.size() <= POINTS
        ? drawn()
        : new Chart(title, xLabel, thinned(), baseline, steps).drawn();
  }

  /** Means of neighbours. */
  private List<double[]> thinned() {
    List<double[]> thin = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      int from = (int) ((long) i * points.size() / POINTS);
      int to = (int) ((long) (i + 1) * points.size() / POINTS);
      double sum = points.subList(from, to).stream().mapToDouble(p -> p[1]).sum();
      thin.add(new double[] {points.get(to - 1)[0], sum / (to - from)});
    }
    return thin;
  }

  private String drawn() {
    if (points.isEmpty()) {
      return "";
    }
    double right = points.stream().mapToDouble(p -> p[0]).max().orElse(1);
    double top = points.stream().mapToDouble(p -> p[1]).max().orElse(1);
    double bottom = points.stream().mapToDouble(p -> p[1]).min().orElse(0);
    top = Math.max(top, baseline.orElse(top));
    bottom = Math.min(bottom, baseline.orElse(bottom));
    // Points at one height have no scale of their own.
    double room = top - bottom > 1e-9 ? (top - bottom) * 0.1 : 1;
    top += room;
    bottom -= room;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\" class=\"chart\">",
        WIDTH,
        HEIGHT,
        title);
    add(svg, "<text x=\"%.0f\" y=\"14\" class=\"title\">%s</text>", PAD, title);
    add(svg, "<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", PAD, HEIGHT - 28, WIDTH - 10);
    Ticks ticks = Ticks.between(bottom, top, 4);
    for (double at : ticks.at()) {
      add(
          svg,
          "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" class=\"tick\" text-anchor=\"end\">%s</text>",
          PAD,
          y(at, bottom, top),
          WIDTH - 10,
          PAD - 5,
          y(at, bottom, top) + 4,
          ticks.text(at));
    }
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" class=\"tick\" text-anchor=\"end\">%s %s</text>",
        WIDTH - 10,
        HEIGHT - 10,
        xLabel,
        String.format(
            Locale.ROOT, right < 3 && right != Math.rint(right) ? "%.2f" : "%.0f", right));
    final double low = bottom;
    final double high = top;
    baseline.ifPresent(
        b ->
            add(
                svg,
                "<path class=\"baseline\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" class=\"tick\">baseline</text>",
                PAD,
                y(b, low, high),
                WIDTH - 10,
                PAD + 4,
                y(b, low, high) - 4));
    StringBuilder line = new StringBuilder();
    for (double[] p : points) {
      double x = PAD + (WIDTH - PAD - 10) * (right <= 0 ? 0 : p[0] / right);
      String at = Text.number(x);
      String height = Text.number(y(p[1], bottom, top));
      if (steps && !line.isEmpty()) {
        line.append('H').append(at);
      }
      line.append(line.isEmpty() ? 'M' : 'L').append(at).append(' ').append(height);
      if (points.size() <= 40) {
        svg.append("<circle class=\"dot\" cx=\"").append(at);
        svg.append("\" cy=\"").append(height).append("\" r=\"4\"/>");
      }
    }
    return svg.append("<path class=\"line\" d=\"").append(line).append("\"/></svg>").toString();
  }

  private static double y(double value, double bottom, double top) {
    return 22 + (HEIGHT - 50) * (top - value) / (top - bottom);
  }

  private static void add(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }
}
