package org.autorl.site.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.autorl.records.Outcome;
import org.autorl.records.statistics.ExpectedBest;
import org.autorl.records.statistics.Ranks;
import org.autorl.records.statistics.ScalingCurve;
import org.autorl.records.statistics.SuccessRates;
import org.autorl.site.page.Chart;
import org.autorl.site.page.Fact;
import org.autorl.site.page.Text;
import org.autorl.site.read.Result;
import org.autorl.site.read.SubmissionResult;

/**
 * What repeated attempts of a stack on a task show. Attempts without a number are counted, and
 * nothing is put in for them; withdrawn ones are left out of all of this.
 */
public final class StackStatistics {
  /** A picture and its numbers. */
  public record Curve(String svg, String xLabel, List<Point> points) {}

  /** A row of a curve's table; {@code attempts} that the value is over. */
  public record Point(String x, String attempts, String value) {}

  /** The part of the page. */
  public record View(List<Fact> facts, List<Curve> curves) {}

  /** More attempts than one would pay for. */
  private static final int MOST_K = 16;

  /** Rows of a curve's table: corners at equal distances, the last among them. */
  private static final int ROWS = 24;

  private StackStatistics() {}

  static View of(Standing standing, Measured measured) {
    List<Result> attempts =
        standing.attempts().stream()
            .map(Standing.Placed::result)
            .filter(result -> result.withdrawn().isEmpty())
            .toList();
    List<Curve> curves = new ArrayList<>();
    best(attempts).ifPresent(curves::add);
    scaling(attempts, "agent hours", s -> Optional.of(s.seconds() / 3600)).ifPresent(curves::add);
    scaling(attempts, "tokens", SubmissionResult::tokens).ifPresent(curves::add);
    scaling(attempts, "submissions", s -> Optional.of((double) s.number())).ifPresent(curves::add);
    return new View(facts(standing, measured, attempts), curves);
  }

  private static List<Fact> facts(Standing standing, Measured measured, List<Result> attempts) {
    SuccessRates rates =
        SuccessRates.counted(attempts.stream().map(StackStatistics::ended).toList());
    Optional<Ranks.Ranked> rank = measured.rank(standing.stack());
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "Rank",
            rank.map(TaskPages::rank)
                .orElse(
                    standing.ranked()
                        ? "none: no interval"
                        : "listed, not ranked: %d of %d seeds"
                            .formatted(standing.scored(), Standing.RANKED_SEEDS))));
    facts.add(
        new Fact(
            "Improvement",
            standing.improvement().map(Text::signed).orElse("unknown")
                + Optional.ofNullable(measured.improvement().get(standing.stack()))
                    .map(own -> ", " + Text.interval(Optional.of(own)))
                    .orElse("")));
    facts.add(new Fact("improve-SR: better than the base policy", rate(rates.improvement())));
    facts.add(new Fact("exec-SR: handed in and graded", rate(rates.execution())));
    facts.add(new Fact("Outcomes", standing.outcomes()));
    facts.add(
        new Fact(
            "Not asked",
            "%d not ended, %d by our fault, %d without a baseline"
                .formatted(
                    rates.unfinished(),
                    rates.outcomes().getOrDefault(Outcome.INFRASTRUCTURE.label(), 0),
                    rates.unknown())));
    facts.add(
        new Fact(
            "Smallest difference that tells two ranked stacks apart",
            measured
                .ranks()
                .flatMap(Ranks::resolvable)
                .map(Text::number)
                .orElse("unknown: fewer than two are ranked")));
    return facts;
  }

  private static SuccessRates.Ended ended(Result result) {
    return new SuccessRates.Ended(
        Stream.of(Outcome.values())
            .filter(outcome -> result.ended() && outcome.label().equals(result.state()))
            .findFirst(),
        result.practice().isPresent() || result.sealed().isPresent(),
        result.improvement());
  }

  private static String rate(Optional<SuccessRates.Rate> rate) {
    return rate.map(
            r ->
                String.format(
                    Locale.ROOT,
                    "%d of %d, %.0f %% (%.0f to %.0f)",
                    r.count(),
                    r.of(),
                    100 * r.share(),
                    100 * r.interval().low(),
                    100 * r.interval().high()))
        .orElse("nothing to count");
  }

  /** The benchmark's pass@k, for improvements. */
  private static Optional<Curve> best(List<Result> attempts) {
    List<Double> gains = attempts.stream().flatMap(r -> r.improvement().stream()).toList();
    if (gains.size() < 2) {
      return Optional.empty();
    }
    List<double[]> points = new ArrayList<>();
    List<Point> rows = new ArrayList<>();
    for (int k = 1; k <= Math.min(MOST_K, gains.size()); k++) {
      double best = ExpectedBest.of(gains, k);
      points.add(new double[] {k, best});
      rows.add(new Point(Integer.toString(k), Integer.toString(gains.size()), Text.signed(best)));
    }
    String title = "pass@k: best improvement to expect of k attempts";
    return Optional.of(
        new Curve(new Chart(title, "k, up to", points, Optional.empty()).svg(), "k", rows));
  }

  /** Empty where no attempt has what is spent, or nothing was graded. */
  private static Optional<Curve> scaling(
      List<Result> attempts, String unit, Function<SubmissionResult, Optional<Double>> spent) {
    List<List<ScalingCurve.Step>> steps =
        attempts.stream()
            .map(
                result ->
                    result.handed().stream()
                        .flatMap(one -> step(one, spent.apply(one)).stream())
                        .toList())
            .toList();
    List<ScalingCurve.Point> points = ScalingCurve.of(steps).points();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    int every = (points.size() + ROWS - 1) / ROWS;
    List<Point> rows = new ArrayList<>();
    for (int i = (points.size() - 1) % every; i < points.size(); i += every) {
      ScalingCurve.Point point = points.get(i);
      rows.add(
          new Point(
              amount(point.at()), Integer.toString(point.attempts()), Text.signed(point.mean())));
    }
    String title = "Best practice improvement so far, by " + unit;
    List<double[]> drawn =
        points.stream().map(point -> new double[] {point.at(), point.mean()}).toList();
    return Optional.of(
        new Curve(new Chart(title, unit, drawn, Optional.empty(), true).svg(), unit, rows));
  }

  private static Optional<ScalingCurve.Step> step(SubmissionResult one, Optional<Double> at) {
    return at.flatMap(spent -> one.improvement().map(gain -> new ScalingCurve.Step(spent, gain)));
  }

  private static String amount(double amount) {
    return String.format(Locale.ROOT, amount == Math.rint(amount) ? "%.0f" : "%.3f", amount);
  }
}
