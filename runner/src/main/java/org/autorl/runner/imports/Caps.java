package org.autorl.runner.imports;

import java.time.Duration;
import java.util.Optional;
import org.autorl.records.Bytes;

/** What a foreign task says of an attempt's budget. */
record Caps(Optional<Duration> wallClock, Optional<Bytes> disk, Optional<Bytes> memory) {
  static Caps none() {
    return new Caps(Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean isNone() {
    return wallClock.isEmpty() && disk.isEmpty() && memory.isEmpty();
  }
}
