package org.autorl.runner.gateway;

import java.util.Optional;
import java.util.stream.Stream;

/** Who serves language models, and how it wants to be asked. */
public enum Provider {
  OPENAI("openai", "https://api.openai.com", "OPENAI_API_KEY"),
  ANTHROPIC("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
  GEMINI("gemini", "https://generativelanguage.googleapis.com", "GEMINI_API_KEY");

  private final String word;
  private final String address;
  private final String variable;

  Provider(String word, String address, String variable) {
    this.word = word;
    this.address = address;
    this.variable = variable;
  }

  /** In {@code --driver}, and the first part of a path of the gateway. */
  public String word() {
    return word;
  }

  /** Where it is, unless the operator says otherwise. */
  public String address() {
    return address;
  }

  /** The variable of the operator's environment that has the key. */
  public String variable() {
    return variable;
  }

  /** The header that a key travels in. */
  public String keyHeader() {
    return switch (this) {
      case OPENAI -> "Authorization";
      case ANTHROPIC -> "x-api-key";
      case GEMINI -> "x-goog-api-key";
    };
  }

  /** The value of that header. */
  public String keyValue(String key) {
    return this == OPENAI ? "Bearer " + key : key;
  }

  /** The one of that word; empty if there is none. */
  public static Optional<Provider> named(String word) {
    return Stream.of(values()).filter(provider -> provider.word.equals(word)).findFirst();
  }
}
