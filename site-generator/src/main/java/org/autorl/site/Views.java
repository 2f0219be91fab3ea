package org.autorl.site;

import java.util.List;

/** What templates show: text that is ready, and addresses; no numbers to reckon with. */
public final class Views {
  private Views() {}

  /** A row of the board: one agent stack on one task. */
  public record Row(
      String agent,
      String run,
      String runLink,
      String sealed,
      String improvement,
      String baseline,
      String practice,
      String gap,
      String seeds,
      String outcomes,
      boolean unisolated) {}

  /** A task's part of the board. */
  public record Board(
      String level, String task, String link, String about, String metric, List<Row> rows) {}

  /** Name and value. */
  public record Fact(String name, String value) {}

  /** A submission of an attempt. */
  public record SubmissionRow(
      String number,
      String at,
      String path,
      String score,
      String note,
      String digest,
      String revision,
      boolean chosen) {}

  /** Lines of a difference; {@code kind} is add, remove, head or same. */
  public record DiffLine(String kind, String text) {}

  /** What changed in the code between two submissions. */
  public record Diff(String title, List<DiffLine> lines) {}

  /** A line of a ledger. */
  public record LedgerRow(String line, String at, String kind, String hash) {}

  /** A part of the time bar, in per mille of its width. */
  public record BarPart(String name, String text, String x, String width, String style) {}

  /** A kind of an attempt's budget. */
  public record SpentRow(String kind, String spent, String limit, String source, String enforcer) {}

  /** One attempt of a run. */
  public record AttemptView(
      String title,
      String outcome,
      String explanation,
      List<Fact> facts,
      String trajectory,
      List<SubmissionRow> submissions,
      List<Fact> lineage,
      List<Diff> diffs,
      List<BarPart> bar,
      List<SpentRow> spent,
      List<String> charts,
      List<LedgerRow> ledger,
      String files,
      String log) {}

  /** A run. */
  public record RunView(
      String title, boolean unisolated, List<Fact> facts, List<AttemptView> attempts) {}

  /** One agent of the cheat zoo; {@code met} is what it says itself, or what was found. */
  public record ZooRow(
      String title,
      String tries,
      String promise,
      String from,
      String verdict,
      boolean good,
      List<String> met,
      String more) {}

  /** The cheat zoo on one task; {@code note} is empty if there is nothing to add. */
  public record Zoo(
      String sentence, String when, String note, String changes, boolean good, List<ZooRow> rows) {}

  /** A run folder that cannot be read. */
  public record Broken(String name, String problem) {}
}
