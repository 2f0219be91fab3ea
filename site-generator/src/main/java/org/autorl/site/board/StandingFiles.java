package org.autorl.site.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.records.statistics.Estimate;
import org.autorl.records.statistics.Ranks;
import org.autorl.site.page.Csv;
import org.autorl.site.page.Pages;

/**
 * Where stacks stand, for programs: {@code tasks/TASK.json} beside each task's page, and {@code
 * data/standings.csv} of all. docs/reference/site-data.md states the form.
 */
final class StandingFiles {
  private static final int VERSION = 1;
  private static final List<String> HEAD =
      List.of(
          "suite",
          "protocol",
          "task",
          "fingerprint",
          "newest",
          "scaffold",
          "driver",
          "mode",
          "page",
          "rank_best",
          "rank_worst",
          "tie_group",
          "attempts",
          "scored",
          "outcomes",
          "sealed",
          "sealed_low",
          "sealed_high",
          "improvement",
          "improvement_low",
          "improvement_high");

  private StandingFiles() {}

  /** Writes {@code data/standings.csv}. */
  static void csv(Pages pages, List<Boards.Group> groups, Map<Boards.Board, Measured> measured)
      throws IOException {
    try (Writer out = pages.writer("data/standings.csv")) {
      out.write(Csv.line(HEAD));
      for (Boards.Group group : groups) {
        for (Boards.Board board : group.boards()) {
          Optional<Measured> own = Optional.ofNullable(measured.get(board));
          for (Standing standing : board.standings()) {
            if (own.isPresent()) {
              out.write(Csv.line(line(board, standing, own.get())));
            }
          }
        }
      }
    }
  }

  private static List<String> line(Boards.Board board, Standing standing, Measured measured) {
    StackKey stack = standing.stack();
    Optional<Ranks.Ranked> rank = measured.rank(stack);
    Optional<Estimate> sealed = Optional.ofNullable(measured.sealed().get(stack));
    Optional<Estimate> gain = Optional.ofNullable(measured.improvement().get(stack));
    return List.of(
        board.suite(),
        Integer.toString(board.protocol()),
        board.task().id(),
        board.fingerprint(),
        Boolean.toString(board.newest()),
        stack.scaffold(),
        stack.driver().orElse(""),
        stack.mode(),
        "stacks/" + stack.slug(),
        rank.map(r -> Integer.toString(r.best())).orElse(""),
        rank.map(r -> Integer.toString(r.worst())).orElse(""),
        rank.map(r -> Integer.toString(r.group())).orElse(""),
        Integer.toString(standing.attempts().size()),
        Integer.toString(standing.scored()),
        standing.outcomes(),
        Csv.text(standing.sealed()),
        Csv.text(sealed.map(e -> e.interval().low())),
        Csv.text(sealed.map(e -> e.interval().high())),
        Csv.text(standing.improvement()),
        Csv.text(gain.map(e -> e.interval().low())),
        Csv.text(gain.map(e -> e.interval().high())));
  }

  /** The boards of a task, to lie beside its page. */
  static String json(TaskPages.Listing listing) {
    String task = listing.task().id();
    Map<Boards.Board, Measured> measured = listing.measured();
    ObjectNode file = Json.object().put("version", VERSION).put("task", task);
    file.put("confidence", Measured.CONFIDENCE);
    ArrayNode all = file.putArray("boards");
    for (Boards.Board board : listing.boards()) {
      Optional.ofNullable(measured.get(board)).ifPresent(own -> all.add(board(board, own)));
    }
    return Json.canonical(file) + "\n";
  }

  private static ObjectNode board(Boards.Board board, Measured measured) {
    ObjectNode entry =
        Json.object()
            .put("suite", board.suite())
            .put("protocol", board.protocol())
            .put("fingerprint", board.fingerprint())
            .put("newest", board.newest());
    entry.set("metric", Json.tree(board.task().grader().metric()));
    measured.ranks().flatMap(Ranks::resolvable).ifPresent(least -> entry.put("resolvable", least));
    ArrayNode standings = entry.putArray("standings");
    for (Standing standing : board.standings()) {
      StackKey stack = standing.stack();
      ObjectNode row = standings.addObject();
      row.set("stack", Json.tree(stack));
      row.put("page", "stacks/" + stack.slug());
      row.put("attempts", standing.attempts().size()).put("scored", standing.scored());
      row.put("outcomes", standing.outcomes());
      standing.sealed().ifPresent(mean -> row.put("sealed", mean));
      standing.improvement().ifPresent(mean -> row.put("improvement", mean));
      Optional.ofNullable(measured.sealed().get(stack))
          .ifPresent(e -> row.set("sealedInterval", Json.tree(e.interval())));
      Optional.ofNullable(measured.improvement().get(stack))
          .ifPresent(e -> row.set("improvementInterval", Json.tree(e.interval())));
      measured
          .rank(stack)
          .ifPresent(
              rank ->
                  row.putObject("rank")
                      .put("best", rank.best())
                      .put("worst", rank.worst())
                      .put("group", rank.group()));
    }
    ArrayNode pairs = entry.putArray("pairs");
    for (TaskPages.Pair pair : TaskPages.pairs(board, measured)) {
      ObjectNode row =
          pairs
              .addObject()
              .put("one", "stacks/" + pair.one().slug())
              .put("other", "stacks/" + pair.other().slug())
              .put("difference", pair.pair().difference())
              .put("surely", pair.pair().surely());
      row.set("interval", Json.tree(pair.pair().interval()));
    }
    return entry;
  }
}
