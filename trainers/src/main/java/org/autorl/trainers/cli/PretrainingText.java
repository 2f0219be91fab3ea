package org.autorl.trainers.cli;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.autorl.environments.Family;

/**
 * Endless documents of one kind.
 *
 * @param kind a family's name
 */
record PretrainingText(String kind, Iterator<String> texts) {
  /**
   * What is hardest to learn comes most often: a search, which goes on from names that it has just
   * read. Neighbours differ, so that no kind is forgotten before it comes again.
   */
  private static final List<String> TURNS =
      List.of(
          "search",
          "household",
          "shop",
          "search",
          "arithmetic",
          "household",
          "stack-code",
          "search",
          "letters",
          "household",
          "search",
          "arithmetic",
          "shop",
          "stack-code");

  /** The kinds in the order in which a batch of each is taken; most come more than once. */
  static List<PretrainingText> inTurn(long seed) {
    Map<String, PretrainingText> kinds = new HashMap<>();
    for (Family family : Family.pretrained()) {
      Iterator<String> texts = family.pretrainingText(seed).iterator();
      kinds.put(family.name(), new PretrainingText(family.name(), texts));
    }
    return TURNS.stream().map(kinds::get).toList();
  }
}
