package org.autorl.trainers.jinja;

/** A template that cannot be read, or that stops while it is rendered. */
public final class JinjaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  JinjaException(String message) {
    super(message);
  }

  /** The same, with where in the template. */
  JinjaException at(int line) {
    String own = getMessage() == null ? "" : getMessage();
    return own.startsWith("line ") ? this : new JinjaException("line " + line + ": " + own);
  }
}
