package org.autorl.environments.webshop;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Shops by the products behind the pages, more or less clumsily. */
final class WebShopPlayer {
  private final ShopSession session;
  private final Store store;
  private final Goal goal;
  private final double clumsiness;
  private final SplittableRandom random;
  private final Set<String> refused = new HashSet<>();

  WebShopPlayer(
      ShopSession session, Store store, Goal goal, double clumsiness, SplittableRandom random) {
    this.session = session;
    this.store = store;
    this.goal = goal;
    this.clumsiness = clumsiness;
    this.random = random;
  }

  String next() {
    return random.nextDouble() < clumsiness ? whim() : sensible();
  }

  private String sensible() {
    if (session.page() instanceof Page.Results results) {
      return results.shown().stream()
          .filter(product -> !refused.contains(product.asin()) && fits(product))
          .findFirst()
          .map(product -> click(product.asin()))
          .orElse(results.shown().isEmpty() ? search() : click("Next >"));
    }
    if (session.page() instanceof Page.Shelf shelf) {
      return inFrontOf(shelf.product());
    }
    return session.page() instanceof Page.SubPage ? click("< Prev") : search();
  }

  private String inFrontOf(Product product) {
    if (!fits(product)) {
      refused.add(product.asin());
      return click("< Prev");
    }
    return goal.options().stream()
        .map(option -> value(product, option))
        .flatMap(Optional::stream)
        .filter(value -> !session.chosen().containsValue(value))
        .findFirst()
        .map(WebShopPlayer::click)
        .orElse(click("Buy Now"));
  }

  /** Whether buying it, with the right options, is worth all that there is. */
  private boolean fits(Product product) {
    List<String> chosen =
        goal.options().stream()
            .map(option -> value(product, option))
            .flatMap(Optional::stream)
            .toList();
    return Reward.of(product, store.price(product), chosen, goal).total() == 1;
  }

  private static Optional<String> value(Product product, Goal.Option option) {
    return product.options().values().stream()
        .flatMap(List::stream)
        .filter(value -> value.equals(option.value().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static String click(String what) {
    return "click[" + what.toLowerCase(Locale.ROOT) + "]";
  }

  /** All that the instruction says but the price. */
  private String search() {
    return "search[" + String.join(" ", words().toList()) + "]";
  }

  private Stream<String> words() {
    return Stream.concat(
        Stream.concat(goal.attributes().stream(), Stream.of(goal.query())),
        goal.options().stream().map(Goal.Option::value));
  }

  private String whim() {
    List<String> clicks = session.clickable();
    return clicks.isEmpty() || random.nextInt(4) == 0
        ? "search[" + GeneratedCatalogue.pick(words().toList(), random) + "]"
        : click(GeneratedCatalogue.pick(clicks, random));
  }
}
