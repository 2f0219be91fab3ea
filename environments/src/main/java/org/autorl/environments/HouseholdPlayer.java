package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Plays the household by what it has seen, more or less clumsily. */
final class HouseholdPlayer {
  private final HouseholdGame game;
  private final SplittableRandom random;
  private final double clumsiness;
  private final Set<String> unseen = new LinkedHashSet<>();
  private String knownAt = "";

  private HouseholdPlayer(HouseholdGame game, double clumsiness, SplittableRandom random) {
    this.game = game;
    this.clumsiness = clumsiness;
    this.random = random;
    unseen.addAll(game.placeNames());
  }

  /**
   * A whole game.
   *
   * @param clumsiness share of actions that are a whim; 0 plays well
   */
  static Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    HouseholdGame episode = new HouseholdGame(game);
    HouseholdPlayer player = new HouseholdPlayer(episode, clumsiness, random);
    return Transcript.of(episode, seen -> player.next());
  }

  private void look() {
    game.at()
        .ifPresent(
            place -> {
              unseen.remove(place);
              if (game.thingsHere().contains(game.thing())) {
                knownAt = place;
              }
            });
  }

  private String next() {
    look();
    return random.nextDouble() < clumsiness ? whim() : sensible();
  }

  private String sensible() {
    boolean holding = game.held().map(game.thing()::equals).orElse(false);
    if (holding) {
      return standsAt(game.target())
          ? "move " + game.thing() + " 1 to " + game.target() + " 1"
          : "go to " + game.target() + " 1";
    }
    if (game.held().isPresent()) {
      return game.at().isPresent()
          ? "move " + game.held().get() + " 1 to " + game.at().get() + " 1"
          : whim();
    }
    if (!knownAt.isEmpty()) {
      return standsAt(knownAt)
          ? "take " + game.thing() + " 1 from " + knownAt + " 1"
          : "go to " + knownAt + " 1";
    }
    return "go to " + Words.pick(List.copyOf(unseen), random) + " 1";
  }

  private String whim() {
    List<String> actions = new ArrayList<>();
    for (String place : game.placeNames()) {
      actions.add("go to " + place + " 1");
    }
    game.at()
        .ifPresent(
            place -> {
              game.thingsHere().forEach(t -> actions.add("take " + t + " 1 from " + place + " 1"));
              game.held().ifPresent(t -> actions.add("move " + t + " 1 to " + place + " 1"));
            });
    return Words.pick(actions, random);
  }

  private boolean standsAt(String place) {
    return game.at().map(place::equals).orElse(false);
  }
}
