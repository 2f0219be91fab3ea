package org.autorl.runner.cli;

import org.autorl.records.Bytes;
import org.autorl.runner.hub.Transfer;

/** A fetch as plain lines: one when a file begins. */
final class LineTransfer implements Transfer {
  @Override
  public void begin(String what, long bytes, long there) {
    say(
        there > 0
            ? "fetching %s: %s, of which %s are there"
                .formatted(what, new Bytes(bytes), new Bytes(there))
            : "fetching %s: %s".formatted(what, new Bytes(bytes)));
  }

  @Override
  public void advance(long bytes) {}

  @Override
  public void end() {}

  @Override
  public void say(String line) {
    System.err.println("autorl: " + line);
  }
}
