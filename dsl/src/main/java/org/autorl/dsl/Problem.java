package org.autorl.dsl;

import java.util.ArrayList;
import java.util.List;
import org.autorl.records.Message;

/**
 * One mistake in a task file.
 *
 * @param what is wrong, without a full stop
 * @param allowed what would be right; may be empty
 * @param hint what to do about it
 */
record Problem(Place place, String what, String allowed, String hint) {
  private static final int WIDTH = 120;

  /** The layout of every message about a task file. */
  String render(String file, String sourceLine) {
    int from = sourceLine.length() - sourceLine.stripLeading().length();
    // Of a line that is too long for a terminal, the part around the place.
    from = Math.max(from, place.column() - WIDTH / 2);
    String shown = sourceLine.substring(Math.min(from, sourceLine.length())).strip();
    int caret = Math.max(0, Math.min(place.column() - 1 - from, shown.length()));
    List<String> more = new ArrayList<>();
    more.add(file + ":" + place.line() + ":" + place.column());
    if (!sourceLine.isBlank()) {
      more.add("    " + shown.substring(0, Math.min(WIDTH, shown.length())));
      more.add("    " + " ".repeat(caret) + "^");
    }
    if (!allowed.isEmpty()) {
      more.add(allowed);
    }
    return new Message(what.replace("\n", "\\n").replace("\r", "\\r"), more, hint).text();
  }
}
