package org.autorl.environments.alfworld;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.autorl.environments.Episode;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.environments.Transcript;
import org.autorl.environments.World;
import org.autorl.environments.textworld.TextGame;

/**
 * Errands in houses: those of the public data set, and houses of our own.
 *
 * <p>An item's {@code game} is the game file without what gives it away, with {@code task_type},
 * the worked episodes {@code shown}, and {@code maxSteps}.
 */
public final class AlfWorld implements World {
  private static final int MAX_STEPS = 50;
  private static final int SHOTS = 2;
  private static final String VISIBLE = "train";
  private static final HouseMaker HOUSES =
      new HouseMaker(kinds(), "house", resource("house.pddl"), resource("house.twl2"));

  private final Map<TaskType, List<String>> shown = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "alfworld";
  }

  @Override
  public int maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public Episode episode(ObjectNode game) {
    List<String> texts = new ArrayList<>();
    game.path("shown").forEach(text -> texts.add(text.asText()));
    return new ReAct(
        GameFile.of(game, "game").game(), texts, game.path("maxSteps").asInt(MAX_STEPS));
  }

  /**
   * Items of the public data set, in the order of its paths.
   *
   * @param root holds {@code json_2.1.1}; worked episodes are of its {@code train} games
   * @param split {@code train}, {@code valid_seen} or {@code valid_unseen}
   * @param after how many games to leave out at the start
   * @param count how many items
   * @throws IllegalArgumentException if there are not that many, or a file is no game
   */
  public List<Item> items(Path root, String split, int after, int count) {
    GameFolder folder = new GameFolder(root);
    Map<TaskType, Map<String, String>> examples = new EnumMap<>(TaskType.class);
    List<Item> items = new ArrayList<>();
    try (Stream<GameFolder.Found> games = folder.games(split)) {
      for (GameFolder.Found found :
          (Iterable<GameFolder.Found>) games.skip(after).limit(count)::iterator) {
        List<String> texts =
            examples
                .computeIfAbsent(found.type(), type -> examples(folder, type))
                .entrySet()
                .stream()
                .filter(one -> !split.equals(VISIBLE) || !one.getKey().equals(found.name()))
                .map(Map.Entry::getValue)
                .limit(SHOTS)
                .toList();
        String id = "%s-%s-%d".formatted(name(), split, after + items.size() + 1);
        items.add(item(id, found.game(), found.type(), texts));
      }
    }
    if (items.size() < count) {
      throw new IllegalArgumentException(
          "`%s` has %d games after the first %d, and %d are wanted"
              .formatted(split, items.size(), after, count));
    }
    return items;
  }

  /** Worked episodes by name: one more than is shown, so that no game need show itself. */
  private static Map<String, String> examples(GameFolder folder, TaskType type) {
    Map<String, String> examples = new LinkedHashMap<>();
    try (Stream<GameFolder.Found> games = folder.ofTypes(VISIBLE, List.of(type))) {
      games
          .limit(SHOTS + 1)
          .forEach(
              found ->
                  ReAct.worked(found.game().game())
                      .ifPresent(text -> examples.put(found.name(), text)));
    }
    return examples;
  }

  private Item item(String id, GameFile file, TaskType type, List<String> texts) {
    ObjectNode game = file.fields();
    game.put("task_type", type.official());
    texts.forEach(game.withArray("shown")::add);
    game.put("maxSteps", MAX_STEPS);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("game", game);
    return new Item(id, episode(game).prompt(), data);
  }

  /** A house of our own with an errand of any type. */
  @Override
  public Item draw(SplittableRandom random) {
    TaskType type = TaskType.values()[random.nextInt(TaskType.values().length)];
    GameFile file = HOUSES.make(type, random);
    return item(
        file.fields().toString(), file, type, shown.computeIfAbsent(type, AlfWorld::worked));
  }

  /** Worked episodes of visible houses. */
  private static List<String> worked(TaskType type) {
    SplittableRandom random = new SplittableRandom(type.ordinal());
    return Stream.generate(() -> HOUSES.make(type, random))
        .filter(file -> Partition.of(file.fields().toString()) == Partition.VISIBLE)
        .flatMap(file -> ReAct.worked(file.game()).stream())
        .limit(SHOTS)
        .toList();
  }

  @Override
  public Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    TextGame house = GameFile.of(game, "game").game();
    HousePlayer player = new HousePlayer(house, clumsiness, random);
    return Transcript.of(episode(game), seen -> player.next());
  }

  private static Kinds kinds() {
    try {
      return Kinds.of(new ObjectMapper().readTree(resource("kinds.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = AlfWorld.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
