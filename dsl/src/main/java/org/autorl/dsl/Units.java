package org.autorl.dsl;

import java.time.Duration;
import org.autorl.records.Bytes;

/** Units of whole numbers in a task file: {@code 20.minutes}, {@code 64.MB}. */
public final class Units {
  private Units() {}

  /** {@code 90.seconds}. */
  public static Duration getSeconds(Integer self) {
    return Duration.ofSeconds(self);
  }

  /** {@code 20.minutes}. */
  public static Duration getMinutes(Integer self) {
    return Duration.ofMinutes(self);
  }

  /** {@code 2.hours}. */
  public static Duration getHours(Integer self) {
    return Duration.ofHours(self);
  }

  /** {@code 64.MB}, each 1024² bytes. */
  public static Bytes getMB(Integer self) {
    return Bytes.ofMebibytes(self);
  }

  /** {@code 6.GB}, each 1024³ bytes. */
  public static Bytes getGB(Integer self) {
    return Bytes.ofMebibytes(Math.multiplyExact(self.longValue(), 1024L));
  }
}
