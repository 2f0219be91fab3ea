package org.autorl.environments.webshop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.environments.Transcript;
import org.autorl.environments.World;

/**
 * WebShop in full: on the official files with frozen goals, or on {@value
 * GeneratedCatalogue#PRODUCTS} made-up products with goals that are drawn.
 *
 * <p>An item's game: {@code goal} with the original's names of fields, and {@code maxSteps}.
 */
public final class WebShop implements World {
  private static final int MAX_STEPS = 50;
  private static final long SEED = 20220704;

  private record Stock(ProductFiles files, Store store) {}

  private static final class Generated {
    static final Stock STOCK = stock(new GeneratedCatalogue(GeneratedCatalogue.PRODUCTS, SEED));
  }

  private final Supplier<Stock> stock;
  private final Optional<GoalFile> goals;

  private WebShop(Supplier<Stock> stock, Optional<GoalFile> goals) {
    this.stock = stock;
    this.goals = goals;
  }

  /** With the made-up products, which are made on first use; goals are drawn by the items' seed. */
  public WebShop() {
    this(() -> Generated.STOCK, Optional.empty());
  }

  /** With made-up products of its own. */
  WebShop(GeneratedCatalogue own) {
    this(own(stock(own)), Optional.empty());
  }

  /**
   * With the official files, and goals that {@link GoalFile#freeze} made from them.
   *
   * @param digest the SHA-256 of the file of goals
   * @throws IOException if a file is missing, or another than the goals were made from
   */
  public static WebShop official(Path folder, Path goals, String digest) throws IOException {
    GoalFile frozen = GoalFile.read(goals, digest, folder);
    ProductFiles files = ProductFiles.read(folder);
    Stock stock = new Stock(files, new Store(files.products(), frozen.seed()));
    return new WebShop(own(stock), Optional.of(frozen));
  }

  private static Supplier<Stock> own(Stock stock) {
    return () -> stock;
  }

  private static Stock stock(GeneratedCatalogue catalogue) {
    ProductFiles files = catalogue.files();
    return new Stock(files, new Store(files.products(), SEED));
  }

  @Override
  public String name() {
    return "webshop";
  }

  /** A goal that a careful player reaches; the product that it was written for is its content. */
  @Override
  public Item draw(SplittableRandom random) {
    ProductFiles files = stock.get().files();
    while (true) {
      Product product = GeneratedCatalogue.pick(files.products(), random);
      Goal goal = goal(files, product, random);
      Item item = item(product.asin(), goal);
      if (played(World.gameOf(item), 0, new SplittableRandom(0)).reward() == 1) {
        return item;
      }
    }
  }

  /** Half of the goals are as people say them. */
  private static Goal goal(ProductFiles files, Product product, SplittableRandom random) {
    Limit limit = Limit.above(Store.price(product, SEED), random);
    List<ProductFiles.Wish> human = files.human().getOrDefault(product.asin(), List.of());
    if (!human.isEmpty() && random.nextBoolean()) {
      return GoalFile.human(product, GeneratedCatalogue.pick(human, random), limit);
    }
    ProductFiles.Wish wish =
        Optional.ofNullable(files.synthetic().get(product.asin())).orElseThrow();
    List<Goal.Option> options = new ArrayList<>();
    product.options().keySet().stream()
        .sorted()
        .forEach(
            name -> {
              List<String> values = product.options().getOrDefault(name, List.of());
              options.add(
                  new Goal.Option(Optional.of(name), GeneratedCatalogue.pick(values, random)));
            });
    return GoalFile.goal(product, wish, limit, options);
  }

  private Item item(String id, Goal goal) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ObjectNode game = data.putObject("game").put("maxSteps", MAX_STEPS);
    game.set("goal", goal.json());
    return new Item(id, episode(game).prompt(), data);
  }

  /**
   * Of frozen goals those of the side, the lowest number first, whatever the seed; else goals that
   * are drawn.
   */
  @Override
  public List<Item> items(Partition partition, long seed, int count) {
    if (goals.isEmpty()) {
      return World.super.items(partition, seed, count);
    }
    List<Goal> all = goals.get().of(partition);
    if (count > all.size()) {
      throw new IllegalArgumentException(
          "`webshop` has no %d frozen goals in %s; %d can be had"
              .formatted(count, partition, all.size()));
    }
    List<Item> items = new ArrayList<>();
    String side = partition.name().toLowerCase(Locale.ROOT);
    for (int i = 0; i < count; i++) {
      int number = GoalFile.first(partition) + i;
      items.add(item("webshop-%s-%d".formatted(side, number), all.get(i)));
    }
    return items;
  }

  @Override
  public Item drawVisible(SplittableRandom random) {
    return goals.isEmpty()
        ? World.super.drawVisible(random)
        : item(
            "webshop-visible", GeneratedCatalogue.pick(goals.get().of(Partition.VISIBLE), random));
  }

  @Override
  public ShopSession episode(ObjectNode game) {
    return new ShopSession(
        stock.get().store(), Goal.of(game.get("goal")), game.get("maxSteps").asInt(), false);
  }

  @Override
  public int maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    ShopSession session = episode(game);
    WebShopPlayer player = player(session, game, clumsiness, random);
    return Transcript.of(session, seen -> player.next());
  }

  WebShopPlayer player(
      ShopSession session, ObjectNode game, double clumsiness, SplittableRandom random) {
    Goal goal = Goal.of(game.get("goal"));
    return new WebShopPlayer(session, stock.get().store(), goal, clumsiness, random);
  }
}
