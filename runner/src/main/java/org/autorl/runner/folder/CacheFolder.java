package org.autorl.runner.folder;

import java.nio.file.Path;
import java.util.Map;

/** Where this machine keeps what is made or fetched once. */
public final class CacheFolder {
  private CacheFolder() {}

  /** {@code AUTORL_CACHE}; default: {@code ~/.cache/autorl}. */
  public static Path of(Map<String, String> environment) {
    String chosen = environment.getOrDefault("AUTORL_CACHE", "");
    return chosen.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache", "autorl")
        : Path.of(chosen);
  }
}
