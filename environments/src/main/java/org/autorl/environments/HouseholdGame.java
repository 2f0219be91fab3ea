package org.autorl.environments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of the household. */
final class HouseholdGame implements Episode {
  private static final String NOTHING = "Nothing happens.";

  private final Map<String, List<String>> places = new LinkedHashMap<>();
  private final String thing;
  private final String target;
  private final int maxSteps;
  private final String prompt;
  private Optional<String> at = Optional.empty();
  private Optional<String> held = Optional.empty();
  private int steps;
  private Turn last = new Turn("", false, 0);

  HouseholdGame(ObjectNode game) {
    List<String> seen = new ArrayList<>();
    for (JsonNode place : game.get("places")) {
      List<String> things = new ArrayList<>();
      place.path("things").forEach(t -> things.add(t.asText()));
      places.put(place.get("name").asText(), things);
      seen.add("a " + place.get("name").asText() + " 1");
    }
    thing = game.get("thing").asText();
    target = game.get("target").asText();
    maxSteps = game.get("maxSteps").asInt();
    prompt =
        "You are in a room. You see "
            + String.join(", ", seen)
            + ".\nYour task is to: put a "
            + thing
            + " in "
            + target
            + " 1.\n>";
  }

  String thing() {
    return thing;
  }

  String target() {
    return target;
  }

  Optional<String> at() {
    return at;
  }

  Optional<String> held() {
    return held;
  }

  List<String> placeNames() {
    return List.copyOf(places.keySet());
  }

  List<String> thingsHere() {
    return at.map(this::on).map(List::copyOf).orElse(List.of());
  }

  @Override
  public String prompt() {
    return prompt;
  }

  @Override
  public Turn step(String action) {
    if (last.done()) {
      return last;
    }
    steps++;
    String seen = act(action.strip());
    boolean won = on(target).contains(thing);
    last = new Turn(seen, won || steps >= maxSteps, won ? 1 : 0);
    return last;
  }

  private String act(String action) {
    String[] words = action.split(" ", -1);
    return switch (words[0]) {
      case "go" -> words.length == 4 && words[1].equals("to") ? go(words[2], words[3]) : NOTHING;
      case "take" -> words.length == 6 && words[3].equals("from") ? take(words) : NOTHING;
      case "move" -> words.length == 6 && words[3].equals("to") ? move(words) : NOTHING;
      default -> NOTHING;
    };
  }

  private String go(String place, String number) {
    if (!number.equals("1") || !places.containsKey(place)) {
      return NOTHING;
    }
    at = Optional.of(place);
    List<String> things = on(place);
    String seen =
        things.isEmpty()
            ? "nothing"
            : String.join(", ", things.stream().map(t -> "a " + t + " 1").toList());
    return "On the " + place + " 1, you see " + seen + ".";
  }

  private String take(String[] words) {
    boolean legal = held.isEmpty() && here(words) && on(words[4]).contains(words[1]);
    if (!legal) {
      return NOTHING;
    }
    on(words[4]).remove(words[1]);
    held = Optional.of(words[1]);
    return "You pick up the " + words[1] + " 1.";
  }

  private String move(String[] words) {
    if (!here(words) || !held.equals(Optional.of(words[1]))) {
      return NOTHING;
    }
    on(words[4]).add(words[1]);
    held = Optional.empty();
    return "You move the " + words[1] + " 1 to the " + words[4] + " 1.";
  }

  /** What lies in a place; the list is the game's own. */
  private List<String> on(String place) {
    List<String> things = places.get(place);
    if (things == null) {
      throw new IllegalArgumentException("this game has no place `" + place + "`");
    }
    return things;
  }

  /** Whether the place that an action names is where the player stands. */
  private boolean here(String[] words) {
    return words[2].equals("1") && words[5].equals("1") && at.equals(Optional.of(words[4]));
  }
}
