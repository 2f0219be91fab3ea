package org.autorl.runner.submission;

import java.util.List;

/** Text that an agent chose, made fit for a message of one line. */
final class Shown {
  /** Characters of a message; an agent can write names as long as it likes. */
  private static final int TEXT = 4000;

  private static final int NAME = 80;
  private static final int NAMES = 10;

  private Shown() {}

  /** A text without control characters, cut where it is very long. */
  static String text(String text) {
    return cut(text, TEXT);
  }

  /** Names in backquotes; of many, the first ten. */
  static String names(List<String> names) {
    String said =
        String.join(", ", names.stream().limit(NAMES).map(n -> "`" + cut(n, NAME) + "`").toList());
    return names.size() > NAMES ? said + " and " + (names.size() - NAMES) + " more" : said;
  }

  private static String cut(String text, int most) {
    StringBuilder said = new StringBuilder();
    text.codePoints()
        .limit(most)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                said.append(String.format("\\u%04x", c));
              } else {
                said.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > most ? said + "…" : said.toString();
  }
}
