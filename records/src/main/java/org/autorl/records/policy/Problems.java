package org.autorl.records.policy;

import java.util.List;
import java.util.Objects;

/** Tells all that is wrong with a policy folder at once. */
public final class Problems {
  private static final int SHOWN = 20;

  private Problems() {}

  /**
   * Goes on if there are none.
   *
   * @throws IllegalArgumentException with the problems, a line each; of many, the first 20
   */
  public static void refuse(List<String> problems) {
    refuse(problems, "\n");
  }

  /** The same, with what parts the problems; for a message that begins elsewhere. */
  static void refuse(List<String> problems, String between) {
    if (!problems.isEmpty()) {
      String said = String.join(between, problems.subList(0, Math.min(SHOWN, problems.size())));
      int more = problems.size() - SHOWN;
      throw new IllegalArgumentException(
          more > 0 ? said + between + "and " + more + " more" : said);
    }
  }

  /** An exception's message, or its name if it has none. */
  public static String said(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }
}
