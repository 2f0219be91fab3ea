package org.autorl.runner.imports;

import java.util.List;
import org.autorl.records.Message;

/**
 * One thing that is wrong with what is to be imported.
 *
 * @param what is wrong, without a full stop
 * @param where it stands; a file, if need be with a line
 * @param allowed what would be right; may be empty
 * @param hint what to do about it
 */
public record Problem(String what, String where, String allowed, String hint) {
  /** The layout that messages about task files have. */
  public String rendered() {
    return new Message(what, allowed.isEmpty() ? List.of(where) : List.of(where, allowed), hint)
        .text();
  }
}
