package org.autorl.site.board;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.statistics.Ranks;
import org.autorl.site.page.Fact;
import org.autorl.site.page.Paging;
import org.autorl.site.page.Text;
import org.autorl.site.read.Key;
import org.autorl.site.read.Withdrawal;

/** An agent stack's page: all that it has done. */
public final class StackPages {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  /** One attempt. */
  public record Attempt(
      String day,
      String run,
      String runLink,
      String version,
      String seed,
      String link,
      String page,
      String sealed,
      String improvement,
      String practice,
      String submissions,
      String minutes,
      String state,
      String was,
      String change) {}

  /** A page of a task's attempts. The first page has what they show together, and the badge. */
  public record Part(
      String task,
      String anchor,
      String link,
      String suite,
      String summary,
      Optional<StackStatistics.View> statistics,
      Optional<Badge> badge,
      List<Attempt> attempts,
      Paging.Place place) {}

  /** A badge and what to paste for it. */
  public record Badge(String path, String text, String markdown) {}

  /** The page. */
  public record View(String title, String page, List<Fact> facts, List<Part> parts) {}

  private StackPages() {}

  /**
   * A stack with all boards on which it stands.
   *
   * @param address of the site, for what is to be pasted elsewhere
   */
  record Listing(StackKey stack, List<Board> boards, Optional<String> address) {
    /** All stacks on these boards. */
    static List<Listing> of(
        List<Boards.Group> groups, Map<Boards.Board, Measured> measured, Optional<String> address) {
      Map<StackKey, List<Board>> boards = new LinkedHashMap<>();
      for (Boards.Group group : groups) {
        for (Boards.Board board : group.boards()) {
          Measured own = Optional.ofNullable(measured.get(board)).orElseThrow();
          for (Standing standing : board.standings()) {
            boards
                .computeIfAbsent(standing.stack(), k -> new ArrayList<>())
                .add(new Board(board, standing, own));
          }
        }
      }
      List<Listing> all = new ArrayList<>();
      boards.forEach((stack, own) -> all.add(new Listing(stack, own, address)));
      return all;
    }

    /** The path of its page without {@code .html}. */
    String page() {
      return "stacks/" + stack.slug();
    }

    String path() {
      return page() + ".html";
    }

    Paging paging(Board board) {
      return new Paging(
          path(),
          "stacks/%s/%s-%s"
              .formatted(stack.slug(), board.board().task().id(), board.board().address()),
          board.standing().attempts().size());
    }

    /**
     * Of all that the stack's first page and its data show: its attempts, and what other stacks
     * make of them.
     */
    long key() {
      Key key = new Key().add(ownKey()).add(address.orElse(""));
      for (Board own : boards) {
        key.add(String.valueOf(own.measured().improvement().get(stack)));
        key.add(own.measured().rank(stack).toString());
        key.add(own.measured().ranks().flatMap(Ranks::resolvable).toString());
      }
      return key.value();
    }

    /** Of what its later pages show: its own attempts alone. */
    long ownKey() {
      Key key = new Key();
      for (Board own : boards) {
        key.add(own.board().address()).add(own.board().task().id());
        key.add(own.board().newest() ? 1 : 0);
        own.standing()
            .attempts()
            .forEach(one -> key.add(one.run().id()).add(one.run().source().stamp()));
      }
      return key.value();
    }

    /** The stack's page, with the first attempts on each task. */
    View view() {
      return view(boards.stream().map(own -> part(own, 1)).toList());
    }

    /** A later page, of one task's attempts. */
    View view(Board board, int page) {
      return view(List.of(part(board, page)));
    }

    private View view(List<Part> parts) {
      return new View(stack.title(), page(), facts(), parts);
    }

    /** What is no score. */
    List<Fact> facts() {
      return StackPages.facts(
          stack, boards.stream().flatMap(own -> own.standing().attempts().stream()).toList());
    }

    private Part part(Board own, int page) {
      return StackPages.part(own, paging(own), page, address.orElse("ADDRESS/"));
    }
  }

  /** A stack on a board. */
  record Board(Boards.Board board, Standing standing, Measured measured) {}

  private static List<Fact> facts(StackKey stack, List<Standing.Placed> attempts) {
    LinkedHashSet<String> versions = new LinkedHashSet<>();
    attempts.forEach(a -> a.run().agent().version().ifPresent(versions::add));
    long scored = attempts.stream().filter(a -> a.result().sealed().isPresent()).count();
    long better =
        attempts.stream()
            .filter(a -> a.result().improvement().map(gain -> gain > 0).orElse(false))
            .count();
    return List.of(
        new Fact("Scaffold", stack.scaffold()),
        new Fact("Versions", versions.isEmpty() ? "none told" : String.join(", ", versions)),
        new Fact("Driver", stack.driver().orElse("none: a recipe")),
        new Fact("Mode", stack.mode()),
        new Fact("Attempts", Integer.toString(attempts.size())),
        new Fact("With a sealed score", "%d of %d".formatted(scored, attempts.size())),
        new Fact("Better than the base policy", "%d of %d".formatted(better, attempts.size())));
  }

  private static Part part(Board own, Paging paging, int page, String address) {
    Boards.Board board = own.board();
    Standing standing = own.standing();
    Optional<Board> first = Optional.of(own).filter(any -> page == 1);
    List<Standing.Placed> attempts =
        standing.attempts().stream()
            .sorted(
                Comparator.comparing((Standing.Placed a) -> a.run().startedAt())
                    .reversed()
                    .thenComparing(a -> a.result().seed()))
            .toList();
    return new Part(
        board.task().id(),
        anchor(board),
        "tasks/" + board.task().id() + ".html",
        "%s, protocol %d%s"
            .formatted(
                board.suite(),
                board.protocol(),
                board.newest() ? "" : ", an earlier version of the task"),
        "%s over the base policy's %s; %s"
            .formatted(
                standing.improvement().map(Text::signed).orElse("unknown"),
                standing.mean(r -> r.sealedBaseline()).map(Text::number).orElse("unknown score"),
                standing.outcomes()),
        first.map(any -> StackStatistics.of(standing, own.measured())),
        first
            .filter(any -> board.newest())
            .map(any -> badge(board, standing, own.measured(), address)),
        paging.rows(attempts, page).stream().map(StackPages::attempt).toList(),
        paging.place(page));
  }

  /** Where a board's part stands on a stack's page; no other board has it. */
  static String anchor(Boards.Board board) {
    return board.newest()
        ? "%s-%s-%d".formatted(board.task().id(), Text.address(board.suite()), board.protocol())
        : board.task().id() + "-" + board.address();
  }

  private static Badge badge(
      Boards.Board board, Standing standing, Measured measured, String address) {
    String text = BadgeText.of(board, standing, measured);
    String path = BadgeText.path(board, standing);
    return new Badge(
        path,
        text,
        "[![%s](%s%s)](%sstacks/%s.html#%s)"
            .formatted(
                text.replace("[", "(").replace("]", ")"),
                address,
                path,
                address,
                standing.stack().slug(),
                anchor(board)));
  }

  private static Attempt attempt(Standing.Placed placed) {
    return new Attempt(
        DAY.format(placed.run().startedAt()),
        placed.run().id(),
        "runs/" + placed.run().id() + "/index.html",
        placed.run().agent().version().orElse("–"),
        Long.toString(placed.result().seed()),
        attemptLink(placed),
        attemptLink(placed).replaceFirst("\\.html$", ""),
        placed.result().sealed().map(Text::number).orElse("–"),
        placed.result().improvement().map(Text::signed).orElse("–"),
        placed.result().practice().map(Text::number).orElse("–"),
        Integer.toString(placed.result().submissions()),
        placed.result().hours().map(h -> Text.number(h * 60)).orElse("–"),
        placed.result().state(),
        placed.result().withdrawn().flatMap(Withdrawal::was).map(Text::number).orElse(""),
        placed.result().withdrawn().map(Withdrawal::change).orElse(""));
  }

  /** An attempt's page. */
  static String attemptLink(Standing.Placed attempt) {
    return "runs/%s/%s/seed-%d/index.html"
        .formatted(attempt.run().id(), attempt.result().task(), attempt.result().seed());
  }
}
