package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Collectors;
import org.autorl.environments.Episode;
import org.autorl.environments.Family;
import org.autorl.environments.World;
import org.autorl.records.Environment;

/** The interactive worlds that episodes are played in. */
public final class Worlds {
  private Worlds() {}

  /** Whether episodes can be played in a world of this name. */
  public static boolean isKnown(String name) {
    return named(name).isPresent();
  }

  /** For people. */
  public static String names() {
    return Family.all().stream()
        .filter(World.class::isInstance)
        .map(Family::name)
        .collect(Collectors.joining(", "));
  }

  /**
   * A game from its start.
   *
   * @param game as in an item's {@code game} field
   */
  public static Episode episode(Environment environment, ObjectNode game) {
    return named(environment.name())
        .orElseThrow()
        .episode(game.deepCopy().put("maxSteps", environment.steps()));
  }

  private static Optional<World> named(String name) {
    return Family.named(name).filter(World.class::isInstance).map(World.class::cast);
  }
}
