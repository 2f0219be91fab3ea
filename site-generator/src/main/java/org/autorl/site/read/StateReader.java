package org.autorl.site.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link StateWriter} wrote. */
public final class StateReader {
  /** Reads one value. */
  public interface Take<T> {
    T take(StateReader in) throws IOException;
  }

  private final InputStream in;
  private final List<String> words = new ArrayList<>();
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);

  /** A reader of this stream, which it does not close. */
  public StateReader(InputStream in) {
    this.in = in;
  }

  /** A reader of these bytes. */
  public StateReader(byte[] bytes) {
    this(InputStream.nullInputStream());
    buffer = ByteBuffer.wrap(bytes);
  }

  /** Makes sure that so many bytes are in the buffer. */
  private void need(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    if (bytes < 0) {
      throw new EOFException("a length below 0");
    }
    if (bytes > buffer.capacity()) {
      buffer = ByteBuffer.allocate(bytes).put(buffer).flip();
    } else {
      buffer.compact().flip();
    }
    int more = in.readNBytes(buffer.array(), buffer.limit(), buffer.capacity() - buffer.limit());
    buffer.limit(buffer.limit() + more);
    if (buffer.remaining() < bytes) {
      throw new EOFException("it ends too early");
    }
  }

  private int count() throws IOException {
    need(Integer.BYTES);
    return buffer.getInt();
  }

  /** A whole number. */
  public long number() throws IOException {
    need(Long.BYTES);
    return buffer.getLong();
  }

  /** A number. */
  public double real() throws IOException {
    return Double.longBitsToDouble(number());
  }

  /** Whether. */
  public boolean flag() throws IOException {
    need(1);
    return buffer.get() != 0;
  }

  /** A text that may be any. */
  public String text() throws IOException {
    int length = count();
    if (length < 0) {
      return halves(-length);
    }
    need(length);
    String text = new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8);
    buffer.position(buffer.position() + length);
    return text;
  }

  private String halves(int length) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      need(Character.BYTES);
      text.append(buffer.getChar());
    }
    return text.toString();
  }

  /** Bytes. */
  public byte[] bytes() throws IOException {
    int length = count();
    need(length);
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  /** A text that is likely to have come before; then it is the same object. */
  public String word() throws IOException {
    int index = count();
    if (index == words.size()) {
      words.add(text());
    }
    return words.get(index);
  }

  /** A value that may be absent. */
  public <T> Optional<T> optional(Take<T> take) throws IOException {
    return flag() ? Optional.of(take.take(this)) : Optional.empty();
  }

  /** Several values. */
  public <T> List<T> list(Take<T> take) throws IOException {
    int count = count();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(take.take(this));
    }
    return values;
  }

  /** Several values with their names, in the order in which they were written. */
  public <T> Map<String, T> map(Take<T> take) throws IOException {
    int count = count();
    Map<String, T> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      values.put(text(), take.take(this));
    }
    return values;
  }
}
