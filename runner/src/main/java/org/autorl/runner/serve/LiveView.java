package org.autorl.runner.serve;

import java.util.List;

/**
 * What a live page shows: texts that are ready to be read. Its JSON is what pages get; a page has
 * an element for each name.
 *
 * @param at when it was so
 * @param attempts that run
 * @param waiting runs in which something is still to be done, and nobody does it or not yet
 * @param ended attempts that have ended, the last one first
 * @param problems what could not be read or rendered
 */
public record LiveView(
    String at, List<Attempt> attempts, List<Item> waiting, List<Item> ended, List<Item> problems) {

  /** An attempt. */
  public record Attempt(
      String title,
      String link,
      String run,
      String agent,
      String phase,
      String news,
      String sign,
      String baseline,
      String best,
      String gain,
      List<Bar> bars,
      List<Row> submissions,
      Drawing drawing,
      String log,
      List<Line> steps,
      String page) {
    /** One without anything in it: a form that a page fills in. */
    public static Attempt blank() {
      return new Attempt(
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          List.of(),
          List.of(),
          Drawing.none(),
          "",
          List.of(),
          "");
    }
  }

  /**
   * What is spent of one kind.
   *
   * @param share of the limit, from 0 to 1
   */
  public record Bar(String kind, String text, double share) {}

  /** A submission. */
  public record Row(String number, String at, String score, String gain, String note) {}

  /** Practice scores over the agent's time: points of an SVG line, and where the baseline lies. */
  public record Drawing(String points, String baseline, String words) {
    /** A height outside of what is seen. */
    static final String HIDDEN = "-10";

    /** Nothing to be drawn. */
    public static Drawing none() {
      return new Drawing("", HIDDEN, "");
    }
  }

  /** A line of the trajectory. */
  public record Line(String at, String kind, String text) {}

  /** A place with a note; the link may be empty. */
  public record Item(String text, String link, String note) {}
}
