package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.autorl.environments.Episode;
import org.autorl.environments.Household;
import org.autorl.records.World;

/** The interactive worlds that episodes are played in. */
public final class Worlds {
  private static final List<String> NAMES = List.of("household");

  private Worlds() {}

  /** Whether episodes can be played in a world of this name. */
  public static boolean isKnown(String name) {
    return NAMES.contains(name);
  }

  /** For people. */
  public static String names() {
    return String.join(", ", NAMES);
  }

  /**
   * A game from its start.
   *
   * @param game as in an item's {@code game} field
   */
  static Episode episode(World world, ObjectNode game) {
    return Household.episode(game.deepCopy().put("maxSteps", world.steps()));
  }
}
