package org.autorl.environments.textworld;

import java.util.Map;
import java.util.Optional;

/** Looks things up that must be there. */
final class Maps {
  private Maps() {}

  static <V> V get(Map<String, V> map, String key) {
    return Optional.ofNullable(map.get(key))
        .orElseThrow(
            () ->
                new GrammarException(
                    "there is no `%s`; there are %s".formatted(key, map.keySet())));
  }
}
