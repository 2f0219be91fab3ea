package org.autorl.environments;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Which side of the wall an item is on.
 *
 * <p>An item's content alone decides, so splits are disjoint whatever their seeds.
 */
public enum Partition {
  VISIBLE,
  PRACTICE,
  SEALED;

  /** Of ten contents six are visible, two practice, two sealed. */
  public static Partition of(String content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content.getBytes(StandardCharsets.UTF_8));
    long bucket = checksum.getValue() % 10;
    return bucket < 6 ? VISIBLE : bucket < 8 ? PRACTICE : SEALED;
  }
}
