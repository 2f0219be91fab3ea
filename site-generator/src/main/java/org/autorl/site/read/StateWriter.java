package org.autorl.site.read;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes values one after the other, as {@link StateReader} reads them again. Short and quick to
 * read, for there may be a hundred thousand runs; nobody but the two need know the form.
 */
public final class StateWriter {
  /** Writes one value. */
  public interface Put<T> {
    void put(StateWriter out, T value) throws IOException;
  }

  private final DataOutputStream out;
  private final Map<String, Integer> words = new HashMap<>();

  /** A writer to this stream, which it does not close. */
  public StateWriter(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  /** The bytes of one value. */
  public static <T> byte[] bytes(T value, Put<T> put) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      put.put(new StateWriter(bytes), value);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** A whole number. */
  public void number(long value) throws IOException {
    out.writeLong(value);
  }

  /** A number. */
  public void real(double value) throws IOException {
    out.writeLong(Double.doubleToRawLongBits(value));
  }

  /** Whether. */
  public void flag(boolean value) throws IOException {
    out.writeByte(value ? 1 : 0);
  }

  /**
   * A text that may be any; UTF-8 cannot hold half a character, so such a text is kept by halves.
   */
  public void text(String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (value.chars().anyMatch(c -> Character.isSurrogate((char) c))
        && !new String(bytes, StandardCharsets.UTF_8).equals(value)) {
      out.writeInt(-value.length());
      out.writeChars(value);
    } else {
      bytes(bytes);
    }
  }

  /** Bytes. */
  public void bytes(byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  /** A text that is likely to come again. */
  public void word(String value) throws IOException {
    Integer known = words.putIfAbsent(value, words.size());
    out.writeInt(known == null ? words.size() - 1 : known);
    if (known == null) {
      text(value);
    }
  }

  /** A value that may be absent. */
  public <T> void optional(Optional<T> value, Put<T> put) throws IOException {
    flag(value.isPresent());
    if (value.isPresent()) {
      put.put(this, value.get());
    }
  }

  /** Several values. */
  public <T> void list(List<T> values, Put<T> put) throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      put.put(this, value);
    }
  }

  /** Several values with their names. */
  public <T> void map(Map<String, T> values, Put<T> put) throws IOException {
    out.writeInt(values.size());
    for (Map.Entry<String, T> value : values.entrySet()) {
      text(value.getKey());
      put.put(this, value.getValue());
    }
  }
}
