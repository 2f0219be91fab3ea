package org.autorl.site.board;

import java.util.Optional;
import org.autorl.records.statistics.Estimate;
import org.autorl.site.page.Text;

/** What a badge says of a stack on a task. */
final class BadgeText {
  private BadgeText() {}

  /** For people who cannot see it: {@code AutoRL word-problems: +50.5 ± 8.2, rank 1}. */
  static String of(Boards.Board board, Standing standing, Measured measured) {
    return label(board) + ": " + message(standing, measured);
  }

  static String label(Boards.Board board) {
    return "AutoRL " + board.task().id();
  }

  /** The improvement with half its interval, and the rank; why not, where there is none. */
  static String message(Standing standing, Measured measured) {
    Optional<Estimate> estimate = Optional.ofNullable(measured.improvement().get(standing.stack()));
    String half =
        estimate
            .map(own -> " ± " + Text.number((own.interval().high() - own.interval().low()) / 2))
            .orElse("");
    String rank =
        measured
            .rank(standing.stack())
            .map(own -> ", rank " + TaskPages.rank(own))
            .orElse(standing.ranked() ? "" : ", not ranked");
    return standing.improvement().map(gain -> Text.signed(gain) + half + rank).orElse("no score");
  }

  /** A name may hold what a path cannot: a suite may, a task is a file name already. */
  static String path(Boards.Board board, Standing standing) {
    return "badges/%s/%s-%s-%d.svg"
        .formatted(
            standing.stack().slug(),
            board.task().id(),
            Text.address(board.suite()),
            board.protocol());
  }
}
