package org.autorl.site.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.autorl.records.Network;
import org.autorl.site.page.Paging;
import org.autorl.site.page.Scatter;
import org.autorl.site.page.Text;
import org.autorl.site.page.Whiskers;
import org.autorl.site.read.Result;

/** The leaderboard: agent stacks against tasks, one table for each suite and protocol. */
public final class FrontPage {
  /** A column. */
  public record Column(
      String task, String link, String level, String levelTitle, String policy, String track) {}

  /**
   * A stack on a task.
   *
   * @param order what the column is sorted by; empty for a stack without a score
   * @param link to the attempts that the numbers are means of
   * @param range picture of the improvement's interval
   */
  public record Cell(
      String improvement,
      String sealed,
      String order,
      String note,
      String link,
      Optional<Whiskers.Picture> range) {}

  /** A stack. */
  public record Row(
      String rank,
      String title,
      String link,
      String scaffold,
      String driver,
      String mode,
      boolean unisolated,
      String overall,
      String overallOrder,
      String overallNote,
      Optional<Whiskers.Picture> overallRange,
      List<Cell> cells,
      String seeds,
      String time,
      String timeOrder,
      String dollars,
      String dollarsOrder) {}

  /** What a reader can choose from. */
  public record Choice(String name, String label, List<String> values) {}

  /** A page of a table; the first page has the chart. */
  public record Table(
      String id,
      String title,
      List<Column> columns,
      List<Row> rows,
      Paging.Place place,
      List<Choice> choices,
      String pareto) {}

  /** Points of the chart: those that no other beats, and then the best; more nobody can read. */
  private static final int POINTS = 100;

  private FrontPage() {}

  /** All stacks of a group, best first, to be shown page by page. */
  record Listing(
      Boards.Group group,
      List<Boards.Board> boards,
      List<Line> lines,
      Map<Boards.Board, Measured> measured) {
    /**
     * The listing of a group; boards of tasks' earlier versions stand on the tasks' pages alone.
     */
    static Listing of(Boards.Group group, Map<Boards.Board, Measured> measured) {
      List<Boards.Board> boards = group.boards().stream().filter(Boards.Board::newest).toList();
      Map<StackKey, Map<String, Standing>> stacks = new LinkedHashMap<>();
      for (Boards.Board board : boards) {
        for (Standing standing : board.standings()) {
          stacks
              .computeIfAbsent(standing.stack(), k -> new LinkedHashMap<>())
              .put(board.task().id(), standing);
        }
      }
      List<Line> lines = new ArrayList<>();
      stacks.forEach(
          (stack, standings) ->
              lines.add(Line.of(stack, boards, standings, half(stack, boards, measured))));
      lines.sort(Line.BEST_FIRST);
      return new Listing(group, boards, lines, measured);
    }

    Paging paging() {
      return new Paging("index.html", "leaderboard/" + group.address(), lines.size());
    }

    /** What stands on a page, from 1. */
    Table table(int page) {
      List<Line> ranked = lines.stream().filter(Line::ranked).toList();
      Drawn drawn = Drawn.of(lines, boards, measured);
      List<Row> rows =
          paging().rows(lines, page).stream()
              .map(line -> row(line, rank(line, ranked), drawn))
              .toList();
      return new Table(
          group.address(),
          "%s, protocol %d".formatted(group.suite(), group.protocol()),
          boards.stream().map(FrontPage::column).toList(),
          rows,
          paging().place(page),
          choices(boards, rows),
          page == 1 ? pareto(lines) : "");
    }
  }

  /** Half the interval of the mean over all boards: those of the boards, as if independent. */
  private static Optional<Double> half(
      StackKey stack, List<Boards.Board> boards, Map<Boards.Board, Measured> measured) {
    double squares = 0;
    for (Boards.Board board : boards) {
      Optional<Double> half =
          Optional.ofNullable(measured.get(board)).flatMap(own -> own.half(stack));
      if (half.isEmpty()) {
        return Optional.empty();
      }
      squares += half.get() * half.get();
    }
    return Optional.of(Math.sqrt(squares) / boards.size());
  }

  /** Places that a stack may have: who is surely better or worse is out of reach. */
  private static String rank(Line line, List<Line> ranked) {
    if (!line.ranked()) {
      return "–";
    }
    long better = ranked.stream().filter(other -> other.surelyBetter(line)).count();
    long worse = ranked.stream().filter(line::surelyBetter).count();
    long best = 1 + better;
    long worst = ranked.size() - worse;
    return best == worst ? Long.toString(best) : best + "–" + worst;
  }

  private static Column column(Boards.Board board) {
    return new Column(
        board.task().id(),
        "tasks/" + board.task().id() + ".html",
        Integer.toString(board.level().number()),
        board.level().title(),
        board.task().policy().name(),
        board.task().network() == Network.OFFLINE ? "offline" : "open");
  }

  /** Pictures of intervals, on one scale for each column, whatever page a row stands on. */
  private record Drawn(Whiskers.Scale overall, Map<Boards.Board, Column> boards) {
    /** A board's. */
    private record Column(Measured measured, Whiskers.Scale scale) {}

    static Drawn of(
        List<Line> lines, List<Boards.Board> boards, Map<Boards.Board, Measured> measured) {
      Map<Boards.Board, Column> columns = new IdentityHashMap<>();
      for (Boards.Board board : boards) {
        Optional.ofNullable(measured.get(board))
            .ifPresent(
                own -> columns.put(board, new Column(own, Measured.scale(own.improvement()))));
      }
      return new Drawn(
          Whiskers.Scale.of(lines.stream().flatMap(line -> line.interval().stream()).toList()),
          columns);
    }

    Optional<Whiskers.Picture> of(Boards.Board board, StackKey stack) {
      return Optional.ofNullable(boards.get(board))
          .flatMap(own -> Measured.drawn(own.measured().improvement(), stack, own.scale()));
    }
  }

  private static Row row(Line line, String rank, Drawn drawn) {
    StackKey stack = line.stack();
    return new Row(
        rank,
        stack.title(),
        "stacks/" + stack.slug() + ".html",
        stack.scaffold(),
        stack.driver().orElse("none"),
        stack.mode(),
        !line.isolated(),
        line.overall().map(Text::signed).orElse("–"),
        line.overall().map(FrontPage::order).orElse(""),
        line.note(),
        line.interval().map(drawn.overall()::picture),
        line.boards().stream()
            .map(board -> cell(board, line.standing(board), drawn.of(board, stack)))
            .toList(),
        line.seeds(),
        line.minutes().map(m -> String.format(Locale.ROOT, "%.0f min", m)).orElse("–"),
        line.minutes().map(FrontPage::order).orElse(""),
        line.dollars().map(d -> String.format(Locale.ROOT, "$%.2f", d)).orElse("–"),
        line.dollars().map(FrontPage::order).orElse(""));
  }

  private static Cell cell(
      Boards.Board board, Optional<Standing> standing, Optional<Whiskers.Picture> range) {
    return standing
        .map(
            s ->
                new Cell(
                    s.improvement().map(Text::signed).orElse("–"),
                    s.sealed().map(Text::number).orElse(""),
                    s.improvement().map(FrontPage::order).orElse(""),
                    s.ranked() ? "" : s.outcomes(),
                    "stacks/%s.html#%s".formatted(s.stack().slug(), StackPages.anchor(board)),
                    range))
        .orElse(new Cell("", "", "", "not run", "", Optional.empty()));
  }

  private static String order(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static List<Choice> choices(List<Boards.Board> boards, List<Row> rows) {
    TreeSet<String> levels = new TreeSet<>();
    TreeSet<String> policies = new TreeSet<>();
    TreeSet<String> tracks = new TreeSet<>();
    boards.stream()
        .map(FrontPage::column)
        .forEach(
            column -> {
              levels.add(column.level());
              policies.add(column.policy());
              tracks.add(column.track());
            });
    TreeSet<String> drivers = new TreeSet<>(rows.stream().map(Row::driver).toList());
    TreeSet<String> modes = new TreeSet<>(rows.stream().map(Row::mode).toList());
    return List.of(
            new Choice("level", "Level", List.copyOf(levels)),
            new Choice("policy", "Base policy", List.copyOf(policies)),
            new Choice("track", "Track", List.copyOf(tracks)),
            new Choice("driver", "Driver", List.copyOf(drivers)),
            new Choice("mode", "Mode", List.copyOf(modes)))
        .stream()
        .filter(choice -> choice.values().size() > 1)
        .toList();
  }

  /**
   * Cost against improvement, in dollars where two stacks cost some, else in minutes; empty where
   * fewer than two can be shown.
   */
  private static String pareto(List<Line> lines) {
    boolean paid = lines.stream().filter(line -> line.dollars().orElse(0.0) > 0).count() > 1;
    List<Scatter.Point> points = new ArrayList<>();
    for (Line line : lines) {
      Optional<Double> cost = paid ? line.dollars() : line.minutes();
      if (cost.isPresent() && line.overall().isPresent()) {
        points.add(new Scatter.Point(cost.get(), line.overall().get(), line.stack().title()));
      }
    }
    String title = "Improvement against what an attempt cost";
    String unit = paid ? "dollars" : "minutes";
    if (points.size() > POINTS) {
      Set<Scatter.Point> shown = new LinkedHashSet<>(new Scatter(title, unit, points).front());
      shown.addAll(points);
      points = shown.stream().limit(POINTS).toList();
    }
    return points.size() < 2 ? "" : new Scatter(title, unit, points).svg();
  }

  /**
   * A stack and where it stands on each board, by task.
   *
   * @param half of its interval
   * @param improvements on the tasks that have one
   * @param overall their mean
   * @param ranked with enough seeds on every task: only then has it a rank
   */
  private record Line(
      StackKey stack,
      List<Boards.Board> boards,
      Map<String, Standing> standings,
      Optional<Double> half,
      List<Double> improvements,
      Optional<Double> overall,
      boolean ranked) {
    /** Where a stack stands. */
    static Line of(
        StackKey stack,
        List<Boards.Board> boards,
        Map<String, Standing> standings,
        Optional<Double> half) {
      List<Optional<Standing>> all =
          boards.stream()
              .map(board -> Optional.ofNullable(standings.get(board.task().id())))
              .toList();
      List<Double> improvements =
          all.stream().flatMap(own -> own.flatMap(Standing::improvement).stream()).toList();
      boolean ranked = all.stream().allMatch(own -> own.map(Standing::ranked).orElse(false));
      return new Line(stack, boards, standings, half, improvements, mean(improvements), ranked);
    }

    static final Comparator<Line> BEST_FIRST =
        Comparator.comparing(Line::ranked)
            .reversed()
            .thenComparing(
                Comparator.comparing((Line line) -> line.overall().orElse(Double.NEGATIVE_INFINITY))
                    .reversed())
            .thenComparing(line -> line.stack().title());

    Optional<Standing> standing(Boards.Board board) {
      return Optional.ofNullable(standings.get(board.task().id()));
    }

    boolean isolated() {
      return standings.values().stream().allMatch(Standing::isolated);
    }

    /** Of the mean over all tasks; empty if it is not known. */
    Optional<Whiskers.Interval> interval() {
      return overall.flatMap(
          mean -> half.map(width -> new Whiskers.Interval(mean, mean - width, mean + width)));
    }

    /** Unknown intervals prove nothing. */
    boolean surelyBetter(Line other) {
      double gap = overall.orElse(0.0) - other.overall.orElse(0.0);
      return gap > 0
          && half.isPresent()
          && other.half.isPresent()
          && gap > Math.hypot(half.get(), other.half.get());
    }

    String note() {
      int some = improvements.size();
      String known = half.map(width -> "± " + Text.number(width)).orElse("");
      return some == boards.size() ? known : "%d of %d tasks".formatted(some, boards.size());
    }

    String seeds() {
      int fewest = standings.values().stream().mapToInt(Standing::scored).min().orElse(0);
      int most = standings.values().stream().mapToInt(Standing::scored).max().orElse(0);
      return fewest == most ? Integer.toString(most) : fewest + "–" + most;
    }

    /** Of an attempt, over the tasks. */
    Optional<Double> minutes() {
      return mean(means(standing -> standing.mean(Result::hours))).map(hours -> hours * 60);
    }

    /** Of an attempt, over the tasks where they are metered. */
    Optional<Double> dollars() {
      return mean(means(standing -> standing.mean(Result::dollars)));
    }

    private static Optional<Double> mean(List<Double> values) {
      return values.isEmpty()
          ? Optional.empty()
          : Optional.of(values.stream().mapToDouble(v -> v).sum() / values.size());
    }

    private List<Double> means(Function<Standing, Optional<Double>> which) {
      return standings.values().stream().map(which).flatMap(Optional::stream).toList();
    }
  }
}
