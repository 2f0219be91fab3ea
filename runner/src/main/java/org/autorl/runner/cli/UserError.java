package org.autorl.runner.cli;

import java.util.List;
import org.autorl.records.Message;

/** A mistake of the user's: what is wrong, and what to do. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String rendered;

  UserError(String what, String hint) {
    this(what, new Message(what, List.of(), hint).text(), true);
  }

  private UserError(String what, String rendered, boolean ready) {
    super(what);
    this.rendered = rendered;
  }

  /** One that is already in the layout of messages. */
  static UserError ready(String rendered) {
    return new UserError(rendered.lines().findFirst().orElse(""), rendered, true);
  }

  String rendered() {
    return rendered;
  }
}
