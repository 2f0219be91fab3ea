package org.autorl.site.page;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps what a template writes, in many small pieces, until the page is whole; in UTF-8 at once,
 * for one arrow among plain letters would make wide characters of all.
 */
final class PageText extends Writer {
  private byte[] bytes = new byte[1 << 13];
  private int length;

  @Override
  public void write(int character) {
    write(String.valueOf((char) character));
  }

  @Override
  public void write(String piece) {
    byte[] more = piece.getBytes(StandardCharsets.UTF_8);
    if (more.length > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  @Override
  public void write(String piece, int from, int length) {
    write(piece.substring(from, from + length));
  }

  @Override
  public void write(char[] piece, int from, int length) {
    write(new String(piece, from, length));
  }

  /** Writes the page. */
  void to(OutputStream file) throws IOException {
    file.write(bytes, 0, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
