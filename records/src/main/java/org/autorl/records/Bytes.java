package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A size in bytes.
 *
 * @param count not negative
 */
public record Bytes(@JsonValue long count) implements Comparable<Bytes> {
  public Bytes {
    Check.that(count >= 0, "a size cannot be negative: " + count);
  }

  /** Reads the JSON form, a plain number of bytes. */
  @JsonCreator
  public static Bytes of(long count) {
    return new Bytes(count);
  }

  /** {@code count} times 1024². */
  public static Bytes ofMebibytes(long count) {
    return new Bytes(Math.multiplyExact(count, 1L << 20));
  }

  @Override
  public int compareTo(Bytes other) {
    return Long.compare(count, other.count);
  }

  /** For people: {@code 512 B}, {@code 1.5 MiB}. */
  @Override
  public String toString() {
    if (count < 1024) {
      return count + " B";
    }
    double size = count;
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    long tenths = Math.round(size * 10);
    String fraction = tenths % 10 == 0 ? "" : "." + tenths % 10;
    return tenths / 10 + fraction + " " + units[unit];
  }
}
