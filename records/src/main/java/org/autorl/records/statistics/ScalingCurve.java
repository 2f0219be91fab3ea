package org.autorl.records.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The best so far against what was spent: hours, tokens or submissions.
 *
 * <p>A point is the mean over the attempts that had something by then, and says how many they are:
 * an attempt without a graded submission has no number, and none is made up for it. So the mean can
 * fall where a late attempt joins.
 *
 * @param points by rising {@code at}
 */
public record ScalingCurve(List<Point> points) {
  public ScalingCurve {
    points = List.copyOf(points);
  }

  /**
   * Something graded.
   *
   * @param at what was spent until then, at least 0
   * @param value improvement, higher is better
   */
  public record Step(double at, double value) {}

  /**
   * A corner of the curve; it stays as it is until the next.
   *
   * @param attempts that had something by then
   * @param mean of the best that each of them had
   */
  public record Point(double at, int attempts, double mean) {}

  /**
   * The curve of some attempts.
   *
   * @param attempts each with its steps, in any order; one may have none
   * @throws IllegalArgumentException if a number is not finite
   */
  public static ScalingCurve of(List<List<Step>> attempts) {
    SortedMap<Double, List<Took>> corners = new TreeMap<>();
    for (int i = 0; i < attempts.size(); i++) {
      for (Step step : attempts.get(i)) {
        Numbers.requireFinite("steps", List.of(step.at(), step.value()));
        corners.computeIfAbsent(step.at(), at -> new ArrayList<>()).add(new Took(i, step.value()));
      }
    }
    double[] bests = new double[attempts.size()];
    Arrays.fill(bests, Double.NEGATIVE_INFINITY);
    List<Point> points = new ArrayList<>();
    corners.forEach(
        (at, steps) -> {
          steps.forEach(
              step -> bests[step.attempt()] = Math.max(bests[step.attempt()], step.value()));
          double[] known = Arrays.stream(bests).filter(Double::isFinite).toArray();
          points.add(new Point(at, known.length, Numbers.mean(known)));
        });
    return new ScalingCurve(points);
  }

  private record Took(int attempt, double value) {}

  /** The last corner up to there; empty before the first. */
  public java.util.Optional<Point> at(double spent) {
    return points.stream()
        .filter(point -> point.at() <= spent)
        .max(Comparator.comparingDouble(Point::at));
  }
}
