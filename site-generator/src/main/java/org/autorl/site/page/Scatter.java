package org.autorl.site.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.autorl.records.VisibleText;

/**
 * Points with names, cost to the right and worth upwards; those that no other beats in both are
 * joined by a line (the Pareto front).
 *
 * @param unit of the cost
 */
public record Scatter(String title, String unit, List<Point> points) {
  /** A point with its name. */
  public record Point(double cost, double worth, String name) {}

  private static final double WIDTH = 960;
  private static final double HEIGHT = 360;
  private static final double LEFT = 46;
  private static final double RIGHT = 90;
  private static final double TOP = 30;
  private static final double BOTTOM = 36;

  /** Characters of a name that are drawn. */
  private static final int NAME = 40;

  /** Width of one of them, a guess. */
  private static final double CHARACTER = 5.9;

  /** The points that no other beats: cheaper ones are all worth less. By cost. */
  public List<Point> front() {
    List<Point> front = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (Point point :
        points.stream()
            .sorted(
                Comparator.comparingDouble(Point::cost)
                    .thenComparing(Comparator.comparingDouble(Point::worth).reversed()))
            .toList()) {
      if (point.worth() > best) {
        front.add(point);
        best = point.worth();
      }
    }
    return front;
  }

  /** The picture, every name escaped. */
  public String svg() {
    double most = points.stream().mapToDouble(Point::cost).filter(c -> c > 0).max().orElse(1);
    double high = points.stream().mapToDouble(Point::worth).max().orElse(1);
    double low = Math.min(0, points.stream().mapToDouble(Point::worth).min().orElse(0));
    double room = Math.max(1e-9, (high - low) * 0.08);
    double least = least(most);
    Scale x = new Scale(least, most, LEFT, WIDTH - RIGHT);
    Scale y = new Scale(low - room, high + room, HEIGHT - BOTTOM, TOP);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\" class=\"chart wide\"><text x=\"%.0f\" y=\"16\" class=\"title\">%s</text>",
        WIDTH,
        HEIGHT,
        escaped(title + ". " + said()),
        LEFT,
        escaped(title));
    axes(svg, x, Ticks.between(least, most, 6), y, Ticks.between(low - room, high + room, 5));
    StringBuilder line = new StringBuilder();
    List<Point> front = front();
    for (Point point : front) {
      add(line, "%s%.1f %.1f", line.isEmpty() ? "M" : "L", x.at(point.cost()), y.at(point.worth()));
    }
    add(svg, "<path class=\"front\" d=\"%s\"/>", line);
    List<Point> drawn = new ArrayList<>(front);
    points.stream().filter(point -> !front.contains(point)).forEach(drawn::add);
    List<Box> taken = new ArrayList<>();
    drawn.forEach(point -> taken.add(Box.around(x.at(point.cost()), y.at(point.worth()))));
    for (Point point : drawn) {
      dot(svg, point, front.contains(point), x, y, taken);
    }
    return svg.append("</svg>").toString();
  }

  /**
   * Where the costs begin: at none, or at a round number where that would crowd all to the right.
   */
  private double least(double most) {
    double least = points.stream().mapToDouble(Point::cost).min().orElse(0);
    double step = Ticks.between(least, most, 6).step();
    return least > most / 2 && least < most ? Math.floor(least / step) * step : 0;
  }

  /** For who cannot see it: the front, in words. */
  private String said() {
    return "Not beaten in both, by cost: "
        + String.join(
            "; ",
            front().stream()
                .map(
                    point ->
                        String.format(
                            Locale.ROOT,
                            "%s, %+.1f for %.2f %s",
                            point.name(),
                            point.worth(),
                            point.cost(),
                            unit))
                .toList());
  }

  private void axes(StringBuilder svg, Scale x, Ticks costs, Scale y, Ticks worths) {
    for (double worth : worths.at()) {
      boolean zero = Math.abs(worth) < worths.step() / 2;
      add(
          svg,
          "<path class=\"%s\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s%s</text>",
          zero ? "baseline" : "grid",
          LEFT,
          y.at(worth),
          WIDTH - RIGHT,
          LEFT - 6,
          y.at(worth) + 4,
          worth > 0 && !zero ? "+" : "",
          zero ? "0" : worths.text(worth));
    }
    for (double cost : costs.at()) {
      add(
          svg,
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
          x.at(cost),
          HEIGHT - BOTTOM + 16,
          costs.text(cost));
    }
    add(
        svg,
        "<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s an attempt</text>",
        LEFT,
        HEIGHT - BOTTOM,
        WIDTH - RIGHT,
        WIDTH - RIGHT,
        HEIGHT - 4,
        escaped(unit));
  }

  /** A point, named where there is room; its name shows when it is pointed at, too. */
  private void dot(
      StringBuilder svg, Point point, boolean best, Scale x, Scale y, List<Box> taken) {
    double left = x.at(point.cost());
    double top = y.at(point.worth());
    add(
        svg,
        "<g><title>%s: %+.1f for %.2f %s</title><circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>",
        escaped(point.name()),
        point.worth(),
        point.cost(),
        escaped(unit),
        best ? "dot" : "dot off",
        left,
        top);
    String name =
        point.name().length() <= NAME ? point.name() : point.name().substring(0, NAME - 1) + "…";
    Stream.of(Box.below(left, top, name), Box.above(left, top, name))
        .filter(box -> LEFT < box.left() && box.right() < WIDTH)
        .filter(box -> taken.stream().noneMatch(box::meets))
        .findFirst()
        .ifPresent(
            box -> {
              taken.add(box);
              add(
                  svg,
                  "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>",
                  box.left(),
                  box.bottom() - 2,
                  best ? " class=\"name\"" : "",
                  escaped(name));
            });
    svg.append("</g>");
  }

  /** What a name or a dot covers. */
  private record Box(double left, double right, double top, double bottom) {
    /** To the right and below, where a rising front leaves room. */
    static Box below(double x, double y, String name) {
      return new Box(x + 8, x + 8 + CHARACTER * name.length(), y + 3, y + 16);
    }

    /** To the left and above. */
    static Box above(double x, double y, String name) {
      return new Box(x - 8 - CHARACTER * name.length(), x - 8, y - 16, y - 3);
    }

    static Box around(double x, double y) {
      return new Box(x - 5, x + 5, y - 5, y + 5);
    }

    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  private record Scale(double from, double to, double start, double end) {
    double at(double value) {
      return start + (end - start) * (value - from) / (to - from);
    }
  }

  private static void add(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }

  private static String escaped(String text) {
    return VisibleText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
