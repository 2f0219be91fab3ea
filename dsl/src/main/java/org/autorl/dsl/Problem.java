package org.autorl.dsl;

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
    StringBuilder text =
        new StringBuilder("error: ")
            .append(what.replace("\n", "\\n").replace("\r", "\\r"))
            .append('\n');
    text.append("  ").append(file).append(':').append(place.line()).append(':');
    text.append(place.column()).append('\n');
    if (!sourceLine.isBlank()) {
      text.append("      ").append(shown, 0, Math.min(WIDTH, shown.length())).append('\n');
      text.append("      ").append(" ".repeat(caret)).append("^\n");
    }
    if (!allowed.isEmpty()) {
      text.append("  ").append(allowed).append('\n');
    }
    return text.append("\nhint: ").append(hint).append('\n').toString();
  }
}
