package org.autorl.site.board;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.autorl.records.statistics.Estimate;
import org.autorl.records.statistics.Interval;
import org.autorl.records.statistics.Ranks;
import org.autorl.site.read.StateReader;
import org.autorl.site.read.StateWriter;

/** How a measured board is kept for the next build: every component in its order. */
final class MeasuredBytes {
  private record Line(StackKey stack, Estimate estimate) {}

  private MeasuredBytes() {}

  static byte[] of(Measured measured) {
    return StateWriter.bytes(
        measured,
        (out, value) -> {
          out.list(lines(value.sealed()), MeasuredBytes::put);
          out.list(lines(value.improvement()), MeasuredBytes::put);
          out.optional(value.ranks(), MeasuredBytes::put);
        });
  }

  /**
   * @throws IllegalArgumentException if these are no such bytes
   */
  static Measured read(byte[] bytes) {
    try {
      StateReader in = new StateReader(bytes);
      return new Measured(
          estimates(in.list(MeasuredBytes::line)),
          estimates(in.list(MeasuredBytes::line)),
          in.optional(MeasuredBytes::ranks));
    } catch (IOException e) {
      throw new IllegalArgumentException("no measured board", e);
    }
  }

  private static List<Line> lines(Map<StackKey, Estimate> estimates) {
    return estimates.entrySet().stream().map(e -> new Line(e.getKey(), e.getValue())).toList();
  }

  private static Map<StackKey, Estimate> estimates(List<Line> lines) {
    Map<StackKey, Estimate> estimates = new HashMap<>();
    lines.forEach(line -> estimates.put(line.stack(), line.estimate()));
    return estimates;
  }

  private static void put(StateWriter out, Line line) throws IOException {
    out.word(line.stack().scaffold());
    out.optional(line.stack().driver(), StateWriter::word);
    out.word(line.stack().mode());
    out.real(line.estimate().value());
    out.real(line.estimate().interval().low());
    out.real(line.estimate().interval().high());
    out.number(line.estimate().items());
    out.number(line.estimate().attempts());
    out.number(line.estimate().leftOut());
  }

  private static Line line(StateReader in) throws IOException {
    return new Line(
        new StackKey(in.word(), in.optional(StateReader::word), in.word()),
        new Estimate(
            in.real(),
            new Interval(in.real(), in.real()),
            (int) in.number(),
            (int) in.number(),
            (int) in.number()));
  }

  private static void put(StateWriter out, Ranks ranks) throws IOException {
    out.list(
        ranks.ranked(),
        (to, one) -> {
          to.word(one.name());
          to.real(one.mean());
          to.number(one.best());
          to.number(one.worst());
          to.number(one.group());
        });
    out.list(
        ranks.listed(),
        (to, one) -> {
          to.word(one.name());
          to.real(one.mean());
          to.number(one.seeds());
        });
    out.optional(ranks.resolvable(), StateWriter::real);
    out.list(
        ranks.pairs(),
        (to, pair) -> {
          to.word(pair.one());
          to.word(pair.other());
          to.real(pair.difference());
          to.real(pair.interval().low());
          to.real(pair.interval().high());
          to.flag(pair.surely());
        });
  }

  private static Ranks ranks(StateReader from) throws IOException {
    return new Ranks(
        from.list(
            in ->
                new Ranks.Ranked(
                    in.word(), in.real(), (int) in.number(), (int) in.number(), (int) in.number())),
        from.list(in -> new Ranks.Listed(in.word(), in.real(), (int) in.number())),
        from.optional(StateReader::real),
        from.list(
            in ->
                new Ranks.Pair(
                    in.word(),
                    in.word(),
                    in.real(),
                    new Interval(in.real(), in.real()),
                    in.flag())));
  }
}
