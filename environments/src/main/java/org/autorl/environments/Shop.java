package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Errands in a shop: search, look, choose options, buy; the small twin of WebShop (Yao et al. 2022,
 * <a href="https://arxiv.org/abs/2207.01206">2207.01206</a>), with its actions and its dense
 * reward. The shop is always the same; what is to be bought, and for how much, is the item's.
 *
 * <p>Actions: {@code search[words]} anywhere; {@code click[number]} and {@code click[next]} on a
 * page of results; {@code click[option]}, {@code click[back]} and {@code click[buy]} in front of a
 * product.
 *
 * <p>An item's game: {@code kind}, {@code attributes}, {@code options}, {@code limit} (dollars) and
 * {@code maxSteps}.
 */
public final class Shop implements World {
  private static final int MAX_STEPS = 8;

  private final Supplier<Catalogue> catalogue;

  /** The shop that tasks are about, with 10,000 products; they are made on first use. */
  public Shop() {
    catalogue = Catalogue::standard;
  }

  /** A shop of its own; making it takes a while. */
  Shop(Catalogue own) {
    catalogue = () -> own;
  }

  @Override
  public String name() {
    return "shop";
  }

  /** A goal that a careful player reaches, which few are not. */
  @Override
  public Item draw(SplittableRandom random) {
    while (true) {
      ShopGoal goal = ShopGoal.draw(catalogue.get(), random);
      ObjectNode game = goal.json().put("maxSteps", MAX_STEPS);
      if (played(game, 0, new SplittableRandom(0)).reward() == 1) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.set("game", game);
        return new Item(goal.content(), episode(game).prompt(), data);
      }
    }
  }

  @Override
  public Episode episode(ObjectNode game) {
    return new ShopGame(catalogue.get(), game);
  }

  @Override
  public int maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    return ShopPlayer.played(catalogue.get(), game, clumsiness, random);
  }
}
