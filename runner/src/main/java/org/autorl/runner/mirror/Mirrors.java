package org.autorl.runner.mirror;

import java.net.URI;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The places that the operator lets an attempt fetch from.
 *
 * @param places their addresses, each with a slash at its end
 * @param token of the hub, for what is gated; it goes to the hub alone
 * @param withheld data sets of the hub, owner and name, that are not handed out
 */
public record Mirrors(Map<Index, URI> places, Optional<String> token, Set<String> withheld) {
  public Mirrors {
    places =
        places.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<>(Map.copyOf(places)));
    withheld = Set.copyOf(withheld);
  }

  /** Nothing can be fetched. */
  public static Mirrors none() {
    return new Mirrors(Map.of(), Optional.empty(), Set.of());
  }

  /** The same without some data sets. */
  public Mirrors without(Set<String> datasets) {
    return new Mirrors(places, token, datasets);
  }

  /** Each word and its address, for the record. */
  public Map<String, String> asText() {
    Map<String, String> text = new TreeMap<>();
    places.forEach((index, place) -> text.put(index.word(), place.toString()));
    return text;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return asText().toString();
  }
}
