package org.autorl.runner.cli;

import java.util.Map;
import java.util.Optional;

/** What the operator says in environment variables. */
final class Variables {
  private Variables() {}

  /** What a variable says; one that is blank says nothing. */
  static Optional<String> said(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
