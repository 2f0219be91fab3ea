package org.autorl.environments.webshop;

/** White space as Python has it, which the texts of the original's pages depend on. */
final class Texts {
  private Texts() {}

  /** Without the white space at both ends, among it the space that does not break. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
