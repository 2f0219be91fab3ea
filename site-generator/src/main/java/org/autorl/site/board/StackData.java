package org.autorl.site.board;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.autorl.records.statistics.Estimate;
import org.autorl.site.compare.PageData;
import org.autorl.site.page.Pages;
import org.autorl.site.page.Text;
import org.autorl.site.read.Key;

/**
 * Stacks' pages as JSON, each with a score for every board that it stands on.
 *
 * @param offered stacks that one would compare another with
 */
record StackData(List<PageData.Other> offered) {
  /** So many stacks are offered, for no file may grow with their number. */
  private static final int MOST = 100;

  /** The data of these stacks; of many the first are offered. */
  static StackData of(List<StackPages.Listing> stacks) {
    return new StackData(
        stacks.stream()
            .limit(MOST + 1)
            .map(stack -> new PageData.Other(stack.page(), stack.stack().title()))
            .sorted(Comparator.comparing(PageData.Other::page))
            .toList());
  }

  /** Writes the data of a stack, if it has changed. */
  void write(Pages pages, StackPages.Listing stack) throws IOException {
    Key key = new Key().add(stack.key());
    offered.forEach(other -> key.add(other.page()).add(other.title()));
    pages.text(stack.page() + ".json", key.value(), () -> data(stack).text());
  }

  private PageData data(StackPages.Listing stack) {
    return new PageData(
        PageData.Kind.STACK,
        stack.stack().title(),
        stack.page(),
        stack.facts(),
        stack.boards().stream().map(own -> measure(own, stack.page())).toList(),
        offered.stream().filter(other -> !other.page().equals(stack.page())).limit(MOST).toList(),
        Optional.empty());
  }

  private static PageData.Measure measure(StackPages.Board own, String page) {
    Boards.Board board = own.board();
    Standing standing = own.standing();
    Measured measured = own.measured();
    Optional<Estimate> estimate = Optional.ofNullable(measured.improvement().get(standing.stack()));
    return new PageData.Measure(
        board.task().id(),
        standing.improvement().map(Text::signed).orElse("–")
            + estimate.map(found -> " (%s)".formatted(Text.interval(Optional.of(found)))).orElse("")
            + measured
                .rank(standing.stack())
                .map(rank -> ", rank " + TaskPages.rank(rank))
                .orElse(", not ranked"),
        standing.improvement(),
        board.fingerprint() + "/" + board.protocol(),
        "%s.html#%s".formatted(page, StackPages.anchor(board)));
  }
}
