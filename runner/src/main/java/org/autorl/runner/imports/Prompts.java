package org.autorl.runner.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What agents are told: the foreign description, and what is to be made of it here. */
final class Prompts {
  private Prompts() {}

  static String of(String description) {
    try (InputStream rest = Prompts.class.getResourceAsStream("what-to-do.md")) {
      byte[] bytes = Objects.requireNonNull(rest, "what-to-do.md is not in the jar").readAllBytes();
      return description.strip() + "\n\n" + new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
