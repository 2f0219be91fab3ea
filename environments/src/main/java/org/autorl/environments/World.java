package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A family whose items are games: the policy acts, the world answers, until the game is over.
 *
 * <p>An item's {@code game} field is all that a game is made from, so it can be played again
 * anywhere and says the same again.
 */
public interface World extends Family {
  /** How many episodes are shown among the visible files, at most. */
  int DEMONSTRATIONS = 200;

  /**
   * Starts a game.
   *
   * @param game as in an item's {@code game} field
   */
  Episode episode(ObjectNode game);

  /** The most actions in one episode; one that is not finished by then has reward 0. */
  int maxSteps();

  /**
   * A whole game, played by a player of this world.
   *
   * @param game as in an item's {@code game} field
   * @param clumsiness share of actions that are a whim: 0 plays perfectly, 1 at random
   */
  Transcript played(ObjectNode game, double clumsiness, SplittableRandom random);

  /** Share of whims in the episodes that are shown, for pretraining and as demonstrations. */
  default double clumsiness() {
    return 0.3;
  }

  @Override
  default Stream<String> pretrainingText(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> played(gameOf(drawVisible(random)), clumsiness(), random).text());
  }

  /**
   * {@code games.jsonl}, with {@code id}, {@code prompt} and {@code game} for each item, and {@code
   * demonstrations.jsonl}, with {@code id} and {@code transcript} for the first few.
   */
  @Override
  default Map<String, List<ObjectNode>> visibleFiles(long seed, int items) {
    List<ObjectNode> games = new ArrayList<>();
    List<ObjectNode> demonstrations = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (Item item : items(Partition.VISIBLE, seed, items)) {
      games.add(item.line("game"));
      if (demonstrations.size() < DEMONSTRATIONS) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", item.id());
        shown.put("transcript", played(gameOf(item), clumsiness(), random).text());
        demonstrations.add(shown);
      }
    }
    return Map.of("games.jsonl", games, "demonstrations.jsonl", demonstrations);
  }

  /** What an item of a world is played from. */
  static ObjectNode gameOf(Item item) {
    return (ObjectNode) item.data().get("game");
  }
}
