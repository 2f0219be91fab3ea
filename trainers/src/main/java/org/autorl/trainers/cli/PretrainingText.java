package org.autorl.trainers.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.autorl.environments.Family;

/**
 * Endless documents of one kind.
 *
 * @param kind a family's name
 */
record PretrainingText(String kind, Iterator<String> texts) {
  /** The kinds in the order in which a batch of each is taken; one may come twice. */
  static List<PretrainingText> inTurn(long seed) {
    List<PretrainingText> kinds = new ArrayList<>();
    for (Family family : Family.all()) {
      kinds.add(new PretrainingText(family.name(), family.pretrainingText(seed).iterator()));
    }
    // Games are the hardest to learn, and come every other time.
    PretrainingText games = kinds.remove(kinds.size() - 1);
    return List.of(games, kinds.get(0), games, kinds.get(1));
  }
}
