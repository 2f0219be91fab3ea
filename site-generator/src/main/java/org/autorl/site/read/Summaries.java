package org.autorl.site.read;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.autorl.records.AgentStack;
import org.autorl.records.Isolation;

/**
 * How a summary stands in the state: every component in its order. That a score was withdrawn is
 * not in it: the record beside the run that says so is read by each build.
 */
final class Summaries {
  private Summaries() {}

  static void put(StateWriter out, Summary run) throws IOException {
    out.text(run.id());
    out.word(run.suite());
    out.word(run.suiteFingerprint());
    out.number(run.protocol());
    out.word(run.agent().scaffold());
    out.optional(run.agent().version(), StateWriter::word);
    out.optional(run.agent().driver(), StateWriter::word);
    out.word(run.agent().mode());
    out.word(run.isolation().name());
    out.number(run.startedAt().getEpochSecond());
    out.number(run.startedAt().getNano());
    out.word(run.version());
    out.optional(run.commit(), StateWriter::word);
    out.list(run.results(), Summaries::put);
    out.list(run.problems(), StateWriter::text);
    out.word(run.source().suite());
    out.number(run.source().stamp());
  }

  static Summary take(StateReader in) throws IOException {
    return new Summary(
        in.text(),
        in.word(),
        in.word(),
        (int) in.number(),
        new AgentStack(
            in.word(), in.optional(StateReader::word), in.optional(StateReader::word), in.word()),
        Isolation.valueOf(in.word()),
        Instant.ofEpochSecond(in.number(), in.number()),
        in.word(),
        in.optional(StateReader::word),
        in.list(Summaries::result),
        in.list(StateReader::text),
        new Summary.Source(in.word(), in.number()));
  }

  private static void put(StateWriter out, Result result) throws IOException {
    out.word(result.task());
    out.number(result.level());
    out.number(result.seed());
    out.word(result.state());
    out.flag(result.ended());
    out.optional(result.baseline(), StateWriter::real);
    out.optional(result.practice(), StateWriter::real);
    out.optional(result.sealed(), StateWriter::real);
    out.optional(result.sealedError(), StateWriter::real);
    out.optional(result.sealedBaseline(), StateWriter::real);
    out.optional(result.improvement(), StateWriter::real);
    out.optional(result.hours(), StateWriter::real);
    out.optional(result.tokens(), StateWriter::real);
    out.optional(result.dollars(), StateWriter::real);
    out.number(result.submissions());
    out.list(result.handed(), Summaries::put);
    out.optional(result.sealedItems(), Summaries::put);
    out.optional(result.baselineItems(), Summaries::put);
  }

  private static Result result(StateReader in) throws IOException {
    return new Result(
        in.word(),
        (int) in.number(),
        in.number(),
        in.word(),
        in.flag(),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        in.optional(StateReader::real),
        (int) in.number(),
        in.list(Summaries::handed),
        Optional.empty(),
        in.optional(Summaries::items),
        in.optional(Summaries::items));
  }

  private static void put(StateWriter out, SubmissionResult handed) throws IOException {
    out.number(handed.number());
    out.real(handed.seconds());
    out.optional(handed.tokens(), StateWriter::real);
    out.word(handed.verdict());
    out.optional(handed.practice(), StateWriter::real);
    out.optional(handed.improvement(), StateWriter::real);
  }

  private static SubmissionResult handed(StateReader in) throws IOException {
    return new SubmissionResult(
        (int) in.number(),
        in.real(),
        in.optional(StateReader::real),
        in.word(),
        in.optional(StateReader::real),
        in.optional(StateReader::real));
  }

  /** Many attempts have the same items: those of the base policy, and what gets all of them. */
  private static void put(StateWriter out, ItemScores items) throws IOException {
    out.word(items.ids());
    out.word(items.values());
  }

  private static ItemScores items(StateReader in) throws IOException {
    return new ItemScores(in.word(), in.word());
  }
}
