package org.autorl.runner.ledger;

import java.nio.file.Path;

/** A ledger line that is not what was written. */
public final class LedgerBroken extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String file;
  private final int line;
  private final String why;

  /**
   * One that is wrong.
   *
   * @param line counted from 1
   */
  public LedgerBroken(Path ledger, int line, String why) {
    super("line " + line + " of " + ledger + " is wrong: " + why);
    this.file = ledger.toString();
    this.line = line;
    this.why = why;
  }

  /** The ledger. */
  public Path ledger() {
    return Path.of(file);
  }

  /** Counted from 1. */
  public int line() {
    return line;
  }

  /** What is wrong with the line. */
  public String why() {
    return why;
  }
}
