package org.autorl.site.board;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.CheatReport;
import org.autorl.records.Published;
import org.autorl.records.Task;
import org.autorl.records.TaskFacts;
import org.autorl.records.statistics.Ranks;
import org.autorl.site.page.Fact;
import org.autorl.site.page.Paging;
import org.autorl.site.page.Text;
import org.autorl.site.page.Whiskers;
import org.autorl.site.read.Key;

/** A task's page: its board, how it is scored, what cheaters met. */
public final class TaskPages {
  /** A stack on this task; {@code more} of its attempts stand on the stack's page alone. */
  public record Row(
      String rank,
      String group,
      String title,
      String link,
      String sealed,
      String sealedInterval,
      Optional<Whiskers.Picture> sealedRange,
      String improvement,
      String improvementInterval,
      Optional<Whiskers.Picture> improvementRange,
      String baseline,
      String practice,
      String gap,
      String seeds,
      String outcomes,
      boolean unisolated,
      List<Seed> attempts,
      int more) {}

  /** One attempt of a stack. */
  public record Seed(String seed, String score, String link) {}

  /**
   * A page of a board of the task; {@code version} tells older ones apart. The first page has the
   * pairs.
   */
  public record Table(
      String title,
      String version,
      boolean newest,
      String resolved,
      List<Row> rows,
      Paging.Place place,
      List<PairRow> pairs,
      int morePairs) {}

  /** Two ranked stacks on the same items. */
  public record PairRow(
      String one, String other, String difference, String interval, boolean surely, String query) {}

  /** What others report. */
  public record Reported(String policy, String baseline, String best, String by) {}

  /** The page. */
  public record View(
      String id,
      String about,
      String level,
      String metric,
      List<Fact> facts,
      List<Table> tables,
      List<CheatViews.Zoo> zoos,
      List<Reported> reported) {}

  /** Attempts of a stack that are shown. */
  private static final int SEEDS = 12;

  /** Pairs on a page; a board's file has all. */
  private static final int PAIRS = 66;

  private TaskPages() {}

  /** A task with all its boards, newest first. */
  record Listing(List<Boards.Board> boards, Map<Boards.Board, Measured> measured) {
    Task task() {
      return newest().task();
    }

    private Boards.Board newest() {
      return boards.stream().filter(Boards.Board::newest).findFirst().orElse(boards.get(0));
    }

    String path() {
      return "tasks/" + task().id() + ".html";
    }

    Paging paging(Boards.Board board) {
      return new Paging(
          path(), "tasks/%s/%s".formatted(task().id(), board.address()), board.standings().size());
    }

    /** Of all that the task's pages show, but for the cheat zoo's reports. */
    long key() {
      Key key = new Key();
      boards.forEach(board -> key.add(board.key()));
      return key.value();
    }

    /** The task's page, with the first stacks of each board. */
    View view(List<CheatReport> cheats) {
      return view(
          boards.stream().map(board -> table(board, 1)).toList(),
          CheatViews.of(task(), cheats),
          task().published().stream().map(TaskPages::reported).toList());
    }

    /** A later page, of one board. */
    View view(Boards.Board board, int page) {
      return view(List.of(table(board, page)), List.of(), List.of());
    }

    private View view(List<Table> tables, List<CheatViews.Zoo> zoos, List<Reported> reported) {
      Task task = task();
      return new View(
          task.id(),
          task.about(),
          "Level %d · %s".formatted(newest().level().number(), newest().level().title()),
          task.grader().metric().name() + " in " + task.grader().metric().unit(),
          TaskFacts.of(task).stream().map(f -> new Fact(f.name(), f.text())).toList(),
          tables,
          zoos,
          reported);
    }

    private Table table(Boards.Board board, int page) {
      Measured own = Optional.ofNullable(measured.get(board)).orElseThrow();
      return TaskPages.table(board, own, paging(board), page);
    }
  }

  private static Reported reported(Published published) {
    return new Reported(
        published.policy(),
        Text.number(published.baseline()),
        published.best().map(Text::number).orElse("none better"),
        published.by().orElse("–"));
  }

  private static Table table(Boards.Board board, Measured measured, Paging paging, int page) {
    Drawn drawn =
        new Drawn(
            measured, Measured.scale(measured.sealed()), Measured.scale(measured.improvement()));
    String resolved =
        measured
            .ranks()
            .flatMap(Ranks::resolvable)
            .map(
                least -> "Any two stacks %s apart can be told apart.".formatted(Text.number(least)))
            .orElse("");
    List<Pair> pairs = page == 1 ? pairs(board, measured) : List.of();
    return new Table(
        "%s, protocol %d".formatted(board.suite(), board.protocol()),
        board.fingerprint().substring(0, 12),
        board.newest(),
        resolved,
        paging.rows(board.standings(), page).stream()
            .map(standing -> row(standing, drawn))
            .toList(),
        paging.place(page),
        pairs.stream().limit(PAIRS).map(TaskPages::pair).toList(),
        Math.max(0, pairs.size() - PAIRS));
  }

  /** A board's numbers, and the scales of its columns, whatever page a row stands on. */
  private record Drawn(Measured measured, Whiskers.Scale sealed, Whiskers.Scale improvement) {}

  /** Two ranked stacks by their pages. */
  record Pair(StackKey one, StackKey other, Ranks.Pair pair) {}

  static List<Pair> pairs(Boards.Board board, Measured measured) {
    Map<String, StackKey> stacks = new HashMap<>();
    board.standings().forEach(standing -> stacks.put(standing.stack().title(), standing.stack()));
    List<Pair> pairs = new ArrayList<>();
    for (Ranks.Pair pair : measured.ranks().map(Ranks::pairs).orElse(List.of())) {
      Optional.ofNullable(stacks.get(pair.one()))
          .ifPresent(
              one ->
                  Optional.ofNullable(stacks.get(pair.other()))
                      .ifPresent(other -> pairs.add(new Pair(one, other, pair))));
    }
    return pairs;
  }

  private static PairRow pair(Pair pair) {
    return new PairRow(
        pair.one().title(),
        pair.other().title(),
        Text.signed(pair.pair().difference()),
        "%s to %s"
            .formatted(
                Text.signed(pair.pair().interval().low()),
                Text.signed(pair.pair().interval().high())),
        pair.pair().surely(),
        "a=stacks/%s&b=stacks/%s".formatted(pair.one().slug(), pair.other().slug()));
  }

  static String rank(Ranks.Ranked ranked) {
    return ranked.best() == ranked.worst()
        ? Integer.toString(ranked.best())
        : ranked.best() + "–" + ranked.worst();
  }

  private static Row row(Standing standing, Drawn drawn) {
    StackKey stack = standing.stack();
    Measured measured = drawn.measured();
    Optional<Ranks.Ranked> rank = measured.rank(stack);
    Optional<Double> practice = standing.mean(r -> r.practice());
    Optional<Double> sealed = standing.sealed();
    return new Row(
        rank.map(TaskPages::rank).orElse("–"),
        rank.map(ranked -> "tie group " + ranked.group())
            .orElse(standing.ranked() ? "no interval, so no rank" : "fewer than three seeds"),
        stack.title(),
        "stacks/" + stack.slug() + ".html",
        sealed.map(Text::number).orElse("–"),
        Text.interval(Optional.ofNullable(measured.sealed().get(stack))),
        Measured.drawn(measured.sealed(), stack, drawn.sealed()),
        standing.improvement().map(Text::signed).orElse("–"),
        Text.interval(Optional.ofNullable(measured.improvement().get(stack))),
        Measured.drawn(measured.improvement(), stack, drawn.improvement()),
        standing.mean(r -> r.sealedBaseline()).map(Text::number).orElse("–"),
        practice.map(Text::number).orElse("–"),
        practice.flatMap(p -> sealed.map(s -> Text.signed(p - s))).orElse("–"),
        standing.scored() + " of " + standing.attempts().size(),
        standing.outcomes(),
        !standing.isolated(),
        standing.attempts().stream().limit(SEEDS).map(TaskPages::seed).toList(),
        Math.max(0, standing.attempts().size() - SEEDS));
  }

  private static Seed seed(Standing.Placed attempt) {
    return new Seed(
        Long.toString(attempt.result().seed()),
        attempt.result().sealed().map(Text::number).orElse(attempt.result().state()),
        StackPages.attemptLink(attempt));
  }
}
