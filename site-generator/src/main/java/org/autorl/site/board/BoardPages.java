package org.autorl.site.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.autorl.records.CheatReport;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import org.autorl.site.badge.Badge;
import org.autorl.site.compare.ComparePage;
import org.autorl.site.page.Pages;
import org.autorl.site.page.Paging;
import org.autorl.site.read.Key;
import org.autorl.site.read.PublishedResults;
import org.autorl.site.read.Summary;

/**
 * Writes the pages over all runs: each under a key, so that one whose runs are as they were stays.
 */
public final class BoardPages {
  /**
   * Something that cannot be read.
   *
   * @param link to the page that says so; empty if there is none
   */
  public record Broken(String name, String problem, String link) {}

  /**
   * What the boards are made from.
   *
   * @param suites by the digest of their file, of all runs
   * @param ids of items, by their digest
   * @param measured what an earlier build measured, by the board's key
   * @param address of the site, for what is to be pasted elsewhere
   */
  public record Sources(
      Map<String, Suite> suites,
      Map<String, List<String>> ids,
      Map<Long, byte[]> measured,
      Optional<String> address) {}

  /**
   * What was written.
   *
   * @param paths of all pages, whether written now or before
   * @param measured for the next build
   */
  public record Written(List<String> paths, Map<Long, byte[]> measured) {}

  private final Pages pages;
  private final List<String> paths = new ArrayList<>();

  private BoardPages(Pages pages) {
    this.pages = pages;
  }

  /**
   * Writes the leaderboard, a page for each task and stack with their data beside them, badges, and
   * the page that compares.
   *
   * @param runs as the board shows them: without scores that were withdrawn
   * @param published what others report
   */
  public static Written write(
      Pages pages,
      Sources sources,
      Collection<Summary> runs,
      List<CheatReport> cheats,
      List<PublishedResults> published,
      List<Broken> broken)
      throws IOException {
    List<Boards.Group> groups = new Boards(sources.suites()).of(runs);
    Measured.Kept kept = new Measured.Kept(sources.measured(), new TreeMap<>());
    Map<Boards.Board, Measured> measured = new IdentityHashMap<>();
    for (Boards.Group group : groups) {
      group.boards().forEach(board -> measured.put(board, kept.of(board, sources.ids())));
    }
    BoardPages all = new BoardPages(pages);
    all.leaderboard(groups, measured, published, broken);
    all.tasks(groups, measured, cheats);
    all.stacks(StackPages.Listing.of(groups, measured, sources.address()));
    StandingFiles.csv(pages, groups, measured);
    for (PublishedResults results : published) {
      all.page(
          "published/" + results.id() + ".html",
          new Key().add(Json.canonical(results)).value(),
          "published.ftlh",
          1,
          () -> Map.of("published", PublishedPages.of(results)));
    }
    return new Written(all.paths, kept.now());
  }

  /**
   * The front page has the first rows of each table; the others follow, a table after the other.
   */
  private void leaderboard(
      List<Boards.Group> groups,
      Map<Boards.Board, Measured> measured,
      List<PublishedResults> published,
      List<Broken> broken)
      throws IOException {
    List<FrontPage.Listing> listings =
        groups.stream().map(group -> FrontPage.Listing.of(group, measured)).toList();
    Paging unreadable = new Paging("index.html", "unreadable", broken.size());
    Key key = new Key();
    groups.forEach(group -> key.add(group.key()));
    published.forEach(results -> key.add(results.id()).add(results.title()));
    Key problems = new Key();
    broken.forEach(one -> problems.add(one.name()).add(one.problem()).add(one.link()));
    page(
        "index.html",
        key.add(problems.value()).value(),
        "index.ftlh",
        1,
        () ->
            front(
                listings.stream().map(listing -> listing.table(1)).toList(),
                published,
                unreadable.rows(broken, 1),
                unreadable.place(1)));
    for (FrontPage.Listing listing : listings) {
      Paging paging = listing.paging();
      for (int n = 2; n <= paging.pages(); n++) {
        int page = n;
        page(
            paging.path(page),
            listing.group().key(),
            "index.ftlh",
            page,
            () -> front(List.of(listing.table(page)), List.of(), List.of(), unreadable.place(1)));
      }
    }
    for (int n = 2; n <= unreadable.pages(); n++) {
      int page = n;
      page(
          unreadable.path(page),
          problems.value(),
          "index.ftlh",
          page,
          () -> front(List.of(), List.of(), unreadable.rows(broken, page), unreadable.place(page)));
    }
  }

  private static Map<String, Object> front(
      List<FrontPage.Table> tables,
      List<PublishedResults> published,
      List<Broken> broken,
      Paging.Place unreadable) {
    return Map.of(
        "tables", tables, "published", published, "broken", broken, "unreadable", unreadable);
  }

  private void tasks(
      List<Boards.Group> groups, Map<Boards.Board, Measured> measured, List<CheatReport> cheats)
      throws IOException {
    Map<String, List<Boards.Board>> tasks = new LinkedHashMap<>();
    for (Boards.Group group : groups) {
      for (Boards.Board board : group.boards()) {
        tasks.computeIfAbsent(board.task().id(), k -> new ArrayList<>()).add(board);
      }
    }
    List<ComparePage.Ready> compared = new ArrayList<>();
    Key reports = new Key();
    cheats.forEach(report -> reports.add(Json.canonical(report)));
    for (List<Boards.Board> boards : tasks.values()) {
      TaskPages.Listing task = new TaskPages.Listing(boards, measured);
      page(
          task.path(),
          new Key().add(task.key()).add(reports.value()).value(),
          "task.ftlh",
          1,
          () -> Map.of("task", task.view(cheats)));
      pages.text("tasks/" + task.task().id() + ".json", task.key(), () -> StandingFiles.json(task));
      compared.add(new ComparePage.Ready(task.task().id(), task.path()));
      for (Boards.Board board : boards) {
        Paging paging = task.paging(board);
        for (int n = 2; n <= paging.pages(); n++) {
          int page = n;
          page(
              paging.path(page),
              task.key(),
              "task.ftlh",
              page,
              () -> Map.of("task", task.view(board, page)));
        }
      }
    }
    paths.addAll(ComparePage.write(pages, compared));
  }

  private void stacks(List<StackPages.Listing> stacks) throws IOException {
    StackData data = StackData.of(stacks);
    for (StackPages.Listing stack : stacks) {
      page(stack.path(), stack.key(), "stack.ftlh", 1, () -> Map.of("stack", stack.view()));
      data.write(pages, stack);
      badges(stack);
      long own = stack.ownKey();
      for (StackPages.Board board : stack.boards()) {
        Paging paging = stack.paging(board);
        for (int n = 2; n <= paging.pages(); n++) {
          int page = n;
          page(
              paging.path(page),
              own,
              "stack.ftlh",
              page,
              () -> Map.of("stack", stack.view(board, page)));
        }
      }
    }
  }

  private void badges(StackPages.Listing stack) throws IOException {
    for (StackPages.Board own : stack.boards()) {
      if (own.board().newest()) {
        Badge badge =
            new Badge(
                BadgeText.label(own.board()), BadgeText.message(own.standing(), own.measured()));
        pages.text(
            BadgeText.path(own.board(), own.standing()),
            new Key().add(badge.label()).add(badge.message()).value(),
            badge::svg);
      }
    }
  }

  /** Writes a page that shows page {@code number} of a list. */
  private void page(
      String path, long key, String template, int number, Supplier<Map<String, Object>> values)
      throws IOException {
    paths.add(path);
    pages.page(
        path,
        key,
        template,
        () -> {
          Map<String, Object> all = new HashMap<>(values.get());
          all.put("number", number);
          return all;
        });
  }
}
