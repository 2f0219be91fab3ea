package org.autorl.runner.submission;

/** A key that was said with another folder before; the message is for the agent. */
public final class KeyReused extends RuntimeException {
  private static final long serialVersionUID = 1;

  KeyReused(String key, String path) {
    super("the key `%s` was used before, to submit `%s`".formatted(key, path));
  }
}
