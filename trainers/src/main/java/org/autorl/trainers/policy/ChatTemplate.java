package org.autorl.trainers.policy;

import java.util.Optional;

/** Stub. */
public final class ChatTemplate {
  private ChatTemplate() {}

  static Optional<ChatTemplate> of(Optional<String> jinja, Optional<String> tokenizerConfig) {
    return Optional.empty();
  }
}
