package org.autorl.site.changes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.site.page.Pages;
import org.autorl.site.page.Text;
import org.autorl.site.read.Summary;

/** The page of changes, the feed, and {@code data/changes.json}. */
public final class ChangePages {
  private static final int VERSION = 1;

  /** Newest runs on the page; {@code data/index.json} has all. */
  private static final int RUNS = 200;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  /** A score of a change; {@code was} counts no longer. */
  public record ScoreRow(String title, String link, String was, String now) {}

  /** A change. */
  public record Row(
      String id,
      String day,
      String kind,
      String run,
      String runLink,
      String rule,
      String reason,
      List<ScoreRow> scores) {}

  /** A run that was added. */
  public record RunRow(String day, String run, String link, String stack, String what) {}

  /** The page. */
  public record View(
      List<Row> changes, List<RunRow> runs, int moreRuns, List<Changes.Problem> problems) {}

  /** A run, and when it came to the results. */
  private record Added(Summary run, Instant at, boolean accepted) {}

  private ChangePages() {}

  /**
   * Writes all three.
   *
   * @param address of the site, for the feed
   * @return the paths of the pages
   */
  public static List<String> write(Pages pages, Changes.Applied applied, Optional<String> address)
      throws IOException {
    List<Added> added = added(applied);
    View view =
        new View(
            applied.changes().stream()
                .filter(change -> change.kind() != Change.Kind.ACCEPTED)
                .map(ChangePages::row)
                .toList(),
            added.stream().limit(RUNS).map(ChangePages::row).toList(),
            Math.max(0, added.size() - RUNS),
            applied.problems());
    pages.page("changes.html", "changes.ftlh", Map.of("changes", view));
    new Feed(address, entries(applied, added)).write(pages);
    data(pages, applied.changes());
    return List.of("changes.html");
  }

  private static List<Added> added(Changes.Applied applied) {
    Map<String, Instant> accepted = new HashMap<>();
    for (Change change : applied.changes()) {
      if (change.kind() == Change.Kind.ACCEPTED) {
        accepted.put(change.run(), change.at());
      }
    }
    return applied.runs().stream()
        .map(
            run ->
                new Added(
                    run,
                    accepted.getOrDefault(run.id(), run.startedAt()),
                    accepted.containsKey(run.id())))
        .sorted(Comparator.comparing(Added::at).reversed().thenComparing(added -> added.run().id()))
        .toList();
  }

  private static Row row(Change change) {
    return new Row(
        change.id(),
        DAY.format(change.at()),
        change.kind().wire(),
        change.run(),
        runLink(change.run()),
        change.rule().map(Change.Rule::sentence).orElse(""),
        change.reason().map(Text::sentence).orElse(""),
        change.scores().stream()
            .map(
                score ->
                    new ScoreRow(
                        score.title(),
                        "runs/%s/%s/seed-%d/index.html"
                            .formatted(change.run(), score.task(), score.seed()),
                        score.was().map(Text::number).orElse("no score"),
                        score.now().map(Text::number).orElse("")))
            .toList());
  }

  private static String runLink(String run) {
    return "runs/" + run + "/index.html";
  }

  private static RunRow row(Added added) {
    return new RunRow(
        DAY.format(added.at()),
        added.run().id(),
        runLink(added.run().id()),
        stack(added.run()),
        what(added));
  }

  private static String stack(Summary run) {
    return run.agent().scaffold() + run.agent().driver().map(driver -> " · " + driver).orElse("");
  }

  private static String what(Added added) {
    Summary run = added.run();
    long scored = run.results().stream().filter(result -> result.sealed().isPresent()).count();
    return "%s, protocol %d: %d of %d attempts have a score%s"
        .formatted(
            run.suite(),
            run.protocol(),
            scored,
            run.results().size(),
            added.accepted() ? "; accepted" : "");
  }

  private static List<Feed.Entry> entries(Changes.Applied applied, List<Added> added) {
    List<Feed.Entry> entries = new ArrayList<>();
    for (Change change : applied.changes()) {
      if (change.kind() != Change.Kind.ACCEPTED) {
        entries.add(
            new Feed.Entry(
                "change " + change.id(),
                change.at(),
                "Run %s: %d score%s %s"
                    .formatted(
                        change.run(),
                        change.scores().size(),
                        change.scores().size() == 1 ? "" : "s",
                        change.kind().wire()),
                summary(change),
                "changes.html#" + change.id()));
      }
    }
    for (Added one : added.subList(0, Math.min(Feed.ENTRIES, added.size()))) {
      entries.add(
          new Feed.Entry(
              "run " + one.run().id(),
              one.at(),
              "Run %s: %s".formatted(one.run().id(), stack(one.run())),
              what(one),
              runLink(one.run().id())));
    }
    entries.sort(Comparator.comparing(Feed.Entry::at).reversed().thenComparing(Feed.Entry::about));
    return entries;
  }

  private static String summary(Change change) {
    StringBuilder text = new StringBuilder(change.rule().map(Change.Rule::sentence).orElse(""));
    change.reason().ifPresent(reason -> text.append(' ').append(Text.sentence(reason)));
    for (ScoreRow score : row(change).scores()) {
      text.append(" %s: was %s".formatted(score.title(), score.was()));
      text.append(score.now().isEmpty() ? "." : ", is %s.".formatted(score.now()));
    }
    return text.toString();
  }

  private static void data(Pages pages, List<Change> changes) throws IOException {
    ObjectNode file = Json.object().put("version", VERSION);
    ObjectNode[] rows =
        changes.stream()
            .map(
                change -> {
                  ObjectNode row = (ObjectNode) Json.tree(change);
                  row.put("kind", change.kind().wire());
                  change.rule().ifPresent(rule -> row.put("rule", rule.wire()));
                  return row;
                })
            .toArray(ObjectNode[]::new);
    file.putArray("changes").addAll(List.of(rows));
    pages.text("data/changes.json", Json.pretty(file));
  }
}
