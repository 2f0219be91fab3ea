package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Games in a room: find a thing and put it somewhere else. The small twin of ALFWorld, with its
 * verbs and its style of text. The only reward is at the goal.
 */
public final class Household implements Family {
  private static final List<String> PLACES = List.of("bed", "desk", "shelf", "drawer", "table");
  private static final List<String> THINGS =
      List.of("mug", "book", "plate", "apple", "egg", "fork");
  private static final int DEMONSTRATIONS = 200;
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

  /**
   * Starts a game.
   *
   * @param game as in an item's {@code game} field
   */
  public static Episode episode(ObjectNode game) {
    return new HouseholdGame(game);
  }

  @Override
  public Stream<String> pretrainingText(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(
        () -> HouseholdPlayer.transcript(gameOf(drawVisible(random)), 0.3, random));
  }

  @Override
  public Map<String, List<ObjectNode>> visibleFiles(long seed, int items) {
    List<ObjectNode> games = new ArrayList<>();
    List<ObjectNode> demonstrations = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (Item item : items(Partition.VISIBLE, seed, items)) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("id", item.id()).put("prompt", item.prompt());
      line.set("game", gameOf(item));
      games.add(line);
      if (demonstrations.size() < DEMONSTRATIONS) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", item.id());
        shown.put("transcript", HouseholdPlayer.transcript(gameOf(item), 0.3, random));
        demonstrations.add(shown);
      }
    }
    return Map.of("games.jsonl", games, "demonstrations.jsonl", demonstrations);
  }

  private static ObjectNode gameOf(Item item) {
    return (ObjectNode) item.data().get("game");
  }
}
