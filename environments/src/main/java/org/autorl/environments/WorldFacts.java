package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.autorl.environments.search.SearchProvider;

/**
 * Questions about the world as it is, to answer by looking things up: one to three hops, some with
 * several answers. The facts are well known, so a policy of size may know some of them by heart.
 *
 * <p>Rules and actions are those of {@link Search}, whose environment plays these games too. An
 * item's game: {@code corpus}, {@code kind}, {@code subject}, {@code start}, {@code question},
 * {@code single}, {@code answers} and {@code maxSteps}. The subject, a state, an element or a moon,
 * decides the side of the wall, so what is asked about a subject is all on one side.
 */
public final class WorldFacts implements World {
  /** Says in a game that it is searched in these facts. */
  static final String FACTS = "corpus";

  private static final String NAME = "world-facts";
  private static final int MAX_STEPS = 6;

  private static final class All {
    static final List<FactQuestion> QUESTIONS = FactQuestion.all(FactTable.standard());
  }

  /** All that a search can find, one fact each, under the name of what it is about. */
  public static List<SearchProvider.Snippet> documents() {
    return FactTable.standard().facts().stream()
        .map(fact -> new SearchProvider.Snippet(fact.name(), fact.sentence()))
        .toList();
  }

  /** All questions that there are. */
  static List<FactQuestion> questions() {
    return All.QUESTIONS;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Item draw(SplittableRandom random) {
    return item(Words.pick(questions(), random));
  }

  private Item item(FactQuestion question) {
    ObjectNode game = JsonNodeFactory.instance.objectNode().put(FACTS, NAME);
    game.setAll(question.json());
    game.put("maxSteps", MAX_STEPS);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("game", game);
    return new Item(question.question(), episode(game).prompt(), data);
  }

  /** By the subject, not by the item, so that no two questions about one are apart. */
  @Override
  public List<Item> items(Partition partition, long seed, int count) {
    List<FactQuestion> there = of(partition);
    if (count > there.size()) {
      throw new IllegalArgumentException(
          "`%s` has no %d distinct items in %s; %d can be had"
              .formatted(NAME, count, partition, there.size()));
    }
    String side = partition.name().toLowerCase(Locale.ROOT);
    List<Item> items = new ArrayList<>();
    for (FactQuestion question : Words.pick(there, count, new SplittableRandom(seed))) {
      Item item = item(question);
      String id = "%s-%s-%d".formatted(NAME, side, items.size() + 1);
      items.add(new Item(id, item.prompt(), item.data()));
    }
    return items;
  }

  @Override
  public Item drawVisible(SplittableRandom random) {
    return item(Words.pick(of(Partition.VISIBLE), random));
  }

  private static List<FactQuestion> of(Partition partition) {
    return questions().stream().filter(q -> Partition.of(q.subject()) == partition).toList();
  }

  @Override
  public Episode episode(ObjectNode game) {
    return game(game);
  }

  static SearchGame game(ObjectNode game) {
    return new SearchGame(FactTable.standard()::search, game);
  }

  @Override
  public int maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    return Transcript.of(game(game), new Player(game, clumsiness, random)::next);
  }

  /** Goes from hop to hop by what it has read. */
  private static final class Player {
    private final FactQuestion.Kind kind;
    private final String start;
    private final double clumsiness;
    private final SplittableRandom random;
    private final Set<String> read = new LinkedHashSet<>();

    Player(ObjectNode game, double clumsiness, SplittableRandom random) {
      this.kind = FactQuestion.Kind.valueOf(game.get("kind").asText());
      this.start = game.get("start").asText();
      this.clumsiness = clumsiness;
      this.random = random;
    }

    String next(String seen) {
      seen.lines().forEach(read::add);
      boolean whim = random.nextDouble() < clumsiness;
      List<String> there = List.of(start);
      for (FactQuestion.Hop hop : kind.hops()) {
        String from = there.get(0);
        Optional<List<String>> known =
            read.stream().flatMap(line -> hop.read(line, from).stream()).findFirst();
        if (known.isEmpty()) {
          return "search[" + (whim ? from : hop.query(from)) + "]";
        }
        there = known.get();
      }
      return "answer[" + (whim ? start : String.join(", ", there)) + "]";
    }
  }
}
