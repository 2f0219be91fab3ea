package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Shops by what it has seen, more or less clumsily. */
final class ShopPlayer {
  private final ShopGame game;
  private final ShopGoal goal;
  private final SplittableRandom random;
  private final double clumsiness;
  private final Set<String> refused = new HashSet<>();

  private ShopPlayer(ShopGame game, ShopGoal goal, double clumsiness, SplittableRandom random) {
    this.game = game;
    this.goal = goal;
    this.clumsiness = clumsiness;
    this.random = random;
  }

  static Transcript played(
      Catalogue catalogue, ObjectNode game, double clumsiness, SplittableRandom random) {
    ShopGame episode = new ShopGame(catalogue, game);
    ShopPlayer player = new ShopPlayer(episode, ShopGoal.of(game), clumsiness, random);
    return Transcript.of(episode, seen -> player.next());
  }

  private String next() {
    return random.nextDouble() < clumsiness ? whim() : sensible();
  }

  private String sensible() {
    if (game.page() instanceof ShopGame.Results results) {
      return inResults(results);
    }
    return game.page() instanceof ShopGame.Shelf shelf
        ? inFrontOf(shelf.product())
        : "search[" + query() + "]";
  }

  private String inResults(ShopGame.Results results) {
    Optional<Catalogue.Product> good =
        results.products().stream().filter(p -> !refused.contains(p.id()) && fits(p)).findFirst();
    if (good.isPresent()) {
      return "click[" + results.numberOf(good.get()) + "]";
    }
    return results.query().equals(query()) ? "click[next]" : "search[" + query() + "]";
  }

  private String inFrontOf(Catalogue.Product product) {
    if (!fits(product) || !product.options().containsAll(goal.options())) {
      refused.add(product.id());
      return "click[back]";
    }
    return goal.options().stream()
        .filter(option -> !game.chosen().contains(option))
        .findFirst()
        .map(option -> "click[" + option + "]")
        .orElse("click[buy]");
  }

  private boolean fits(Catalogue.Product product) {
    return product.kind().name().equals(goal.kind())
        && product.attributes().containsAll(goal.attributes())
        && product.price() <= goal.limit();
  }

  /** What is wanted, in the words and the order of the instruction. */
  private String query() {
    return "%s %s %s"
        .formatted(
            String.join(" ", goal.attributes()), goal.kind(), String.join(" ", goal.options()));
  }

  private String whim() {
    List<String> clicks = game.clickable();
    if (clicks.isEmpty() || random.nextInt(4) == 0) {
      List<String> words = new ArrayList<>();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        words.add(Words.pick(Catalogue.words(), random));
      }
      return "search[" + String.join(" ", words) + "]";
    }
    return "click[" + Words.pick(clicks, random) + "]";
  }
}
