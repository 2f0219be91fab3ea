package org.autorl.site.page;

import java.util.List;

/**
 * A long list on pages of {@value #ROWS} rows each, so that no page grows with the number of runs.
 * The first page is a page of its own right; the others lie in a folder, as {@code 2.html} and on.
 *
 * @param first path of the first page
 * @param folder where the other pages lie
 * @param count of all rows
 */
public record Paging(String first, String folder, int count) {
  /** Rows of a page. */
  public static final int ROWS = 100;

  /**
   * Where one page stands among the others, for the macro {@code pager} of the templates. Paths are
   * below the site's folder; {@code previous} and {@code next} are empty where there is none.
   *
   * @param from number of its first row, from 1; 0 where there is no row
   * @param to number of its last row
   */
  public record Place(
      int number,
      int pages,
      int from,
      int to,
      int count,
      String first,
      String previous,
      String next,
      String last) {}

  /** How many pages there are; one even without a row. */
  public int pages() {
    return Math.max(1, (count + ROWS - 1) / ROWS);
  }

  /** The path of a page, from 1. */
  public String path(int page) {
    return page == 1 ? first : folder + "/" + page + ".html";
  }

  /** Those of all rows that stand on a page. */
  public <T> List<T> rows(List<T> all, int page) {
    return all.subList((page - 1) * ROWS, Math.min(count, page * ROWS));
  }

  /** Where a page stands. */
  public Place place(int page) {
    return new Place(
        page,
        pages(),
        Math.min(count, (page - 1) * ROWS + 1),
        Math.min(count, page * ROWS),
        count,
        path(1),
        page == 1 ? "" : path(page - 1),
        page == pages() ? "" : path(page + 1),
        path(pages()));
  }
}
