package org.autorl.dsl;

/**
 * One mistake in a task file.
 *
 * @param what is wrong, without a full stop
 * @param allowed what would be right; may be empty
 * @param hint what to do about it
 */
record Problem(Place place, String what, String allowed, String hint) {

  /** The layout of every message about a task file. */
  String render(String file, String sourceLine) {
    int indent = sourceLine.length() - sourceLine.stripLeading().length();
    int caret = Math.max(0, Math.min(place.column() - 1 - indent, sourceLine.length()));
    StringBuilder text = new StringBuilder("error: ").append(what).append('\n');
    text.append("  ").append(file).append(':').append(place.line()).append(':');
    text.append(place.column()).append('\n');
    if (!sourceLine.isBlank()) {
      text.append("      ").append(sourceLine.strip()).append('\n');
      text.append("      ").append(" ".repeat(caret)).append("^\n");
    }
    if (!allowed.isEmpty()) {
      text.append("  ").append(allowed).append('\n');
    }
    return text.append("\nhint: ").append(hint).append('\n').toString();
  }
}
