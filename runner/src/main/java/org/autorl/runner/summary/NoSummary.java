package org.autorl.runner.summary;

/** The model was asked, and nothing came of it that could be shown. */
public final class NoSummary extends Exception {
  private static final long serialVersionUID = 1;

  NoSummary(String why) {
    super(why);
  }

  NoSummary(String why, Throwable cause) {
    super(why, cause);
  }
}
