package org.autorl.environments.alfworld;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What kinds of receptacles, things and rooms there are. */
public final class Kinds {
  private final Map<String, List<String>> holds = new LinkedHashMap<>();
  private final Map<String, Boolean> openable = new LinkedHashMap<>();
  private final Map<String, List<String>> can = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> rooms = new LinkedHashMap<>();

  /**
   * Kinds as in the resource {@code kinds.json}: of receptacles what they hold and whether they
   * open, of things their predicates, of rooms how many receptacles of each kind.
   */
  public static Kinds of(JsonNode json) {
    Kinds kinds = new Kinds();
    json.get("receptacles")
        .fields()
        .forEachRemaining(
            kind -> {
              kinds.holds.put(kind.getKey(), texts(kind.getValue().get("holds")));
              kinds.openable.put(kind.getKey(), kind.getValue().get("openable").asBoolean());
            });
    json.get("things")
        .fields()
        .forEachRemaining(kind -> kinds.can.put(kind.getKey(), texts(kind.getValue())));
    json.get("rooms")
        .fields()
        .forEachRemaining(
            room -> {
              Map<String, Integer> counts = new LinkedHashMap<>();
              room.getValue()
                  .fields()
                  .forEachRemaining(kind -> counts.put(kind.getKey(), kind.getValue().asInt()));
              kinds.rooms.put(room.getKey(), counts);
            });
    return kinds;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  /** Kinds of receptacles. */
  public List<String> receptacles() {
    return List.copyOf(holds.keySet());
  }

  /** Kinds of things. */
  public List<String> things() {
    return List.copyOf(can.keySet());
  }

  /** Kinds of things that fit in a kind of receptacle. */
  public List<String> holds(String receptacle) {
    return holds.getOrDefault(receptacle, List.of());
  }

  public boolean isOpenable(String receptacle) {
    return openable.getOrDefault(receptacle, false);
  }

  /** Predicates of a kind of thing, for example {@code heatable}. */
  public List<String> can(String thing) {
    return can.getOrDefault(thing, List.of());
  }

  List<String> rooms() {
    return List.copyOf(rooms.keySet());
  }

  /** How many receptacles of each kind a room has, about. */
  Map<String, Integer> room(String name) {
    return rooms.getOrDefault(name, Map.of());
  }
}
