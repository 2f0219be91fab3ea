package org.autorl.runner.cli;

/** A mistake of the user's: what is wrong, and what to do. */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String hint;

  UserError(String what, String hint) {
    super(what);
    this.hint = hint;
  }

  String rendered() {
    return "error: " + getMessage() + "\n\nhint: " + hint + "\n";
  }
}
