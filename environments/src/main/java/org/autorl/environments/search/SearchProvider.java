package org.autorl.environments.search;

import java.util.List;

/** Where a search looks. */
public interface SearchProvider {
  /** What a search shows of a document. */
  record Snippet(String title, String text) {}

  /**
   * The documents that fit best, best first; none is an answer too.
   *
   * @param query plain words
   * @param count how many, at most
   * @throws SearchUnavailable if there was no search: that is no policy's fault, and no score
   */
  List<Snippet> search(String query, int count);
}
