package org.autorl.site.page;

import java.io.Writer;

/** Keeps what a template writes, in many small pieces, until the page is whole. */
final class PageText extends Writer {
  private final StringBuilder text = new StringBuilder(1 << 13);

  @Override
  public void write(int character) {
    text.append((char) character);
  }

  @Override
  public void write(String piece) {
    text.append(piece);
  }

  @Override
  public void write(String piece, int from, int length) {
    text.append(piece, from, from + length);
  }

  @Override
  public void write(char[] piece, int from, int length) {
    text.append(piece, from, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}
