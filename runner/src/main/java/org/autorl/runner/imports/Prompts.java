package org.autorl.runner.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What agents are told: the foreign description, and how to hand in here. */
final class Prompts {
  private Prompts() {}

  static String of(String description) {
    try (InputStream rules = Prompts.class.getResourceAsStream("hand-in.md")) {
      byte[] bytes = Objects.requireNonNull(rules, "hand-in.md is not in the jar").readAllBytes();
      return description.strip() + "\n\n" + new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
