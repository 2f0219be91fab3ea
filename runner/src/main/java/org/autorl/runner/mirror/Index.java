package org.autorl.runner.mirror;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Kinds of places that artifacts come from; each has its own protocol. */
public enum Index {
  /**
   * Policies and data sets, as the <a href="https://huggingface.co/docs/hub/api">Hugging Face
   * hub</a> has them.
   */
  HUB,
  /**
   * Python packages, as the <a
   * href="https://packaging.python.org/en/latest/specifications/simple-repository-api/">simple
   * repository API</a> has them.
   */
  PYTHON;

  /** What people write. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The index of a word. */
  public static Optional<Index> named(String word) {
    return Arrays.stream(values()).filter(index -> index.word().equals(word)).findFirst();
  }

  /** All words, for people. */
  public static String words() {
    return Arrays.stream(values()).map(Index::word).collect(Collectors.joining(", "));
  }

  /**
   * Variables by which programs in a sandbox find the mirror.
   *
   * @param at the mirror's address of this index, without a slash at its end
   */
  Map<String, String> variables(String at) {
    return switch (this) {
      case HUB -> Map.of("HF_ENDPOINT", at);
      case PYTHON ->
          Map.of(
              "PIP_INDEX_URL", at + "/simple/",
              "PIP_DISABLE_PIP_VERSION_CHECK", "1",
              "UV_DEFAULT_INDEX", at + "/simple/");
    };
  }
}
