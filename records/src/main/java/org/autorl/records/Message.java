package org.autorl.records;

import java.util.List;

/**
 * What is wrong with something of a user's, in the layout that every message has.
 *
 * @param what is wrong, without a full stop
 * @param more lines on where, and what would be right; may be empty
 * @param hint what to do about it
 */
public record Message(String what, List<String> more, String hint) {
  public Message {
    more = List.copyOf(more);
  }

  /** Lines of text; the last one ends, too. */
  public String text() {
    StringBuilder text = new StringBuilder("error: ").append(what).append('\n');
    more.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append("\nhint: ").append(hint).append('\n').toString();
  }
}
