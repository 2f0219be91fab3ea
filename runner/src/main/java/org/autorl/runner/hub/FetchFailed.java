package org.autorl.runner.hub;

import java.io.IOException;

/** Something could not be fetched, and trying again at once would not help. */
public final class FetchFailed extends IOException {
  private static final long serialVersionUID = 1;
  private final String hint;

  FetchFailed(String what, String hint) {
    super(what);
    this.hint = hint;
  }

  FetchFailed(String what, String hint, Throwable cause) {
    super(what, cause);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
