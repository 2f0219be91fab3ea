package org.autorl.records;

import java.util.Locale;

/**
 * Text of which everything can be seen, wherever an agent's words are shown: what it writes can
 * neither reorder nor hide what stands beside it.
 */
public final class VisibleText {
  private VisibleText() {}

  /**
   * The text. Controls become their pictures ({@code ␛}), marks that turn the direction of writing
   * become {@code ⟨U+202E⟩} (see <a href="https://trojansource.codes">Trojan Source</a>), and what
   * is no character becomes {@code �}, as HTML allows none of them. Tabs and line ends stay.
   */
  public static String of(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, plain);
    text.substring(plain).codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r';
  }

  private static void append(StringBuilder shown, int c) {
    if (c < ' ' && !isPlain((char) c)) {
      shown.append((char) (0x2400 + c));
    } else if (c == 0x7f) {
      shown.append('\u2421');
    } else if (c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || within(c, 0x202a, 0x202e)
        || within(c, 0x2066, 0x2069)) {
      shown.append(String.format(Locale.ROOT, "⟨U+%04X⟩", c));
    } else if (within(c, 0x80, 0x9f)
        || within(c, 0xd800, 0xdfff)
        || within(c, 0xfdd0, 0xfdef)
        || (c & 0xfffe) == 0xfffe) {
      shown.append('\ufffd');
    } else {
      shown.appendCodePoint(c);
    }
  }

  private static boolean within(int c, int first, int last) {
    return first <= c && c <= last;
  }
}
