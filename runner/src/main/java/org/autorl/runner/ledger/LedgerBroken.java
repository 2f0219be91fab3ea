package org.autorl.runner.ledger;

import java.nio.file.Path;

/** A ledger line that is not what was written. */
public final class LedgerBroken extends RuntimeException {
  private static final long serialVersionUID = 1;

  LedgerBroken(Path ledger, int line, String why) {
    super("line " + line + " of " + ledger + " is wrong: " + why);
  }
}
