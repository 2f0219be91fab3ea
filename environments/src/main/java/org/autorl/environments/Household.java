package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Games in a room: find a thing and put it somewhere else. The small twin of ALFWorld, with its
 * verbs and its style of text, on the same engine. The only reward is at the goal.
 */
public final class Household implements World {
  private static final List<String> PLACES = List.of("bed", "desk", "shelf", "drawer", "table");
  private static final List<String> THINGS =
      List.of("mug", "book", "plate", "apple", "egg", "fork");
  private static final int MAX_STEPS = 8;

  @Override
  public String name() {
    return "household";
  }

  @Override
  public Item draw(SplittableRandom random) {
    List<String> things = Words.pick(THINGS, random.nextInt(3) == 0 ? 2 : 1, random);
    String wanted = things.get(0);
    String target = Words.pick(PLACES, random);
    List<List<String>> contents = new ArrayList<>();
    PLACES.forEach(place -> contents.add(new ArrayList<>()));
    for (String thing : things) {
      int at;
      do {
        at = random.nextInt(PLACES.size());
      } while (thing.equals(wanted) && PLACES.get(at).equals(target));
      contents.get(at).add(thing);
    }
    ArrayNode rooms = JsonNodeFactory.instance.arrayNode();
    for (int i : Words.pick(List.of(0, 1, 2, 3, 4), PLACES.size(), random)) {
      ObjectNode place = rooms.addObject().put("name", PLACES.get(i));
      contents.get(i).forEach(place.withArray("things")::add);
    }
    ObjectNode game = JsonNodeFactory.instance.objectNode();
    game.set("places", rooms);
    game.put("thing", wanted).put("target", target);
    game.put("maxSteps", MAX_STEPS);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("game", game);
    return new Item(game.toString(), episode(game).prompt(), data);
  }

  @Override
  public Episode episode(ObjectNode game) {
    return new TextEpisode(HouseholdRules.game(game), game.get("maxSteps").asInt());
  }

  @Override
  public int maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    return HouseholdPlayer.played(game, clumsiness, random);
  }
}
