package org.autorl.environments.pddl;

import java.util.List;

/**
 * A text that is no domain or problem of ours; says all that is wrong with it, each with its line.
 */
public final class PddlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PddlException(List<String> problems) {
    super(String.join("\n", problems));
  }

  PddlException(int line, String problem) {
    this(List.of("line " + line + ": " + problem));
  }
}
