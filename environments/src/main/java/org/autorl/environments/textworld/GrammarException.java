package org.autorl.environments.textworld;

/** A text that is no grammar; says where, and what is allowed there. */
public final class GrammarException extends RuntimeException {
  private static final long serialVersionUID = 1;

  GrammarException(String message) {
    super(message);
  }

  GrammarException(String message, Throwable cause) {
    super(message, cause);
  }
}
