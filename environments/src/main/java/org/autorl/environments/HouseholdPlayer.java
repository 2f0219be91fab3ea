package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Plays the household by what it has seen, more or less clumsily. */
final class HouseholdPlayer {
  private final SplittableRandom random;
  private final double clumsiness;
  private final String thing;
  private final String target;
  private final List<String> places = new ArrayList<>();
  private final Set<String> unseen = new LinkedHashSet<>();
  private Optional<String> at = Optional.empty();
  private Optional<String> held = Optional.empty();
  private Optional<String> knownAt = Optional.empty();
  private List<String> here = new ArrayList<>();

  private HouseholdPlayer(ObjectNode game, double clumsiness, SplittableRandom random) {
    this.clumsiness = clumsiness;
    this.random = random;
    thing = game.get("thing").asText();
    target = game.get("target").asText();
    game.get("places").forEach(place -> places.add(place.get("name").asText()));
    unseen.addAll(places);
  }

  /**
   * A whole game.
   *
   * @param clumsiness share of actions that are a whim; 0 plays well
   */
  static Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    HouseholdPlayer player = new HouseholdPlayer(game, clumsiness, random);
    return Transcript.of(new Household().episode(game), player::next);
  }

  /** The next command. It knows what follows: only taking with full hands does nothing. */
  private String next(String seen) {
    if (seen.startsWith("On the ")) {
      here = things(seen);
      at.ifPresent(unseen::remove);
    }
    if (here.contains(thing)) {
      knownAt = at;
    }
    String command = random.nextDouble() < clumsiness ? whim() : sensible();
    String[] words = command.split(" ", -1);
    switch (words[0]) {
      case "go" -> at = Optional.of(words[2]);
      case "take" -> {
        if (held.isEmpty()) {
          held = Optional.of(words[1]);
          here.remove(words[1]);
        }
      }
      default -> {
        held = Optional.empty();
        here.add(words[1]);
      }
    }
    return command;
  }

  /** What {@code On the bed 1, you see a mug 1, a book 1.} names. */
  private static List<String> things(String seen) {
    List<String> things = new ArrayList<>();
    for (String part : seen.split(", ", -1)) {
      String[] words = part.replace("you see ", "").split(" ", -1);
      if (words[0].equals("a")) {
        things.add(words[1]);
      }
    }
    return things;
  }

  private String sensible() {
    if (held.isPresent()) {
      String place = held.get().equals(thing) ? target : at.orElse(target);
      return standsAt(place) ? "move " + held.get() + " 1 to " + place + " 1" : goTo(place);
    }
    if (knownAt.isPresent()) {
      String place = knownAt.get();
      return standsAt(place) ? "take " + thing + " 1 from " + place + " 1" : goTo(place);
    }
    return goTo(Words.pick(List.copyOf(unseen), random));
  }

  private String whim() {
    List<String> actions = new ArrayList<>();
    for (String place : places) {
      actions.add(goTo(place));
    }
    at.ifPresent(
        place -> {
          here.forEach(t -> actions.add("take " + t + " 1 from " + place + " 1"));
          held.ifPresent(t -> actions.add("move " + t + " 1 to " + place + " 1"));
        });
    return Words.pick(actions, random);
  }

  private static String goTo(String place) {
    return "go to " + place + " 1";
  }

  private boolean standsAt(String place) {
    return at.map(place::equals).orElse(false);
  }
}
