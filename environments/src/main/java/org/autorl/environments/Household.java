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
 * Games in a room: find a thing, perhaps clean, heat or cool it, and put it somewhere. The small
 * twin of ALFWorld, with its verbs and its style of text. The only reward is at the goal.
 */
public final class Household implements Family {
  private static final List<String> PLACES =
      List.of("bed", "desk", "shelf", "drawer", "cabinet", "dresser", "table", "sofa");
  private static final List<String> THINGS =
      List.of("mug", "book", "plate", "apple", "egg", "fork", "bowl", "cup", "pan", "potato");
  private static final int DEMONSTRATIONS = 200;
  private static final int MAX_STEPS = 10;

  @Override
  public String name() {
    return "household";
  }

  @Override
  public Item draw(SplittableRandom random) {
    List<String> places = new ArrayList<>(Words.pick(PLACES, random.nextInt(3, 5), random));
    HouseholdGame.Treatment treatment =
        random.nextInt(2) == 0
            ? HouseholdGame.Treatment.NONE
            : HouseholdGame.Treatment.values()[random.nextInt(1, 4)];
    String target = Words.pick(places, random);
    if (!treatment.place().isEmpty()) {
      places.add(treatment.place());
    }
    List<String> things = Words.pick(THINGS, random.nextInt(2, 5), random);
    String wanted = things.get(0);
    ArrayNode rooms = JsonNodeFactory.instance.arrayNode();
    List<List<String>> contents = new ArrayList<>();
    places.forEach(place -> contents.add(new ArrayList<>()));
    for (String thing : things) {
      int at;
      do {
        at = random.nextInt(places.size());
      } while (thing.equals(wanted) && places.get(at).equals(target));
      contents.get(at).add(thing);
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      order.add(i);
    }
    for (int i : Words.pick(order, order.size(), random)) {
      ObjectNode place = rooms.addObject().put("name", places.get(i));
      contents.get(i).forEach(place.withArray("things")::add);
    }
    ObjectNode game = JsonNodeFactory.instance.objectNode();
    game.set("places", rooms);
    game.put("thing", wanted).put("target", target).put("treatment", treatment.word());
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
        () -> HouseholdPlayer.transcript(gameOf(drawVisible(random)), 0.25, random));
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
        shown.put("transcript", HouseholdPlayer.transcript(gameOf(item), 0.25, random));
        demonstrations.add(shown);
      }
    }
    return Map.of("games.jsonl", games, "demonstrations.jsonl", demonstrations);
  }

  private static ObjectNode gameOf(Item item) {
    return (ObjectNode) item.data().get("game");
  }
}
