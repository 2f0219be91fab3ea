package org.autorl.environments.search;

/** There was no search: the machinery failed, and what a policy would have got is not known. */
public final class SearchUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With the reason, for people. */
  public SearchUnavailable(String reason) {
    super(reason);
  }

  /** With what caused it. */
  public SearchUnavailable(String reason, Throwable cause) {
    super(reason, cause);
  }
}
