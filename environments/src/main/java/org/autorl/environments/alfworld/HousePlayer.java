package org.autorl.environments.alfworld;

import java.util.List;
import java.util.SplittableRandom;
import org.autorl.environments.textworld.Play;
import org.autorl.environments.textworld.TextGame;

/**
 * Plays a house by its oracle, with whims: it goes astray, opens, closes and looks, but takes
 * nothing.
 */
final class HousePlayer {
  private static final int LONGEST = 30;
  private static final List<String> HARMLESS =
      List.of("go to ", "open ", "close ", "examine ", "look", "inventory");

  private final TextGame game;
  private final Play play;
  private final Oracle oracle;
  private final double clumsiness;
  private final SplittableRandom random;

  HousePlayer(TextGame game, double clumsiness, SplittableRandom random) {
    this.game = game;
    this.clumsiness = clumsiness;
    this.random = random;
    play = game.start();
    oracle = new Oracle(game.task());
  }

  /** The next command; its own play follows it. */
  String next() {
    List<String> whims =
        play.admissible().stream()
            .filter(command -> HARMLESS.stream().anyMatch(command::startsWith))
            .toList();
    String command =
        random.nextDouble() < clumsiness
            ? whims.get(random.nextInt(whims.size()))
            : oracle
                .plan(play.state(), LONGEST)
                .filter(plan -> !plan.isEmpty())
                .map(plan -> game.command(plan.get(0)))
                .orElse("look");
    play.step(command);
    return command;
  }
}
