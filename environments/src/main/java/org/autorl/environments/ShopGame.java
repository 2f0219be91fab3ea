package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rules of the shop. */
final class ShopGame implements Episode {
  /** Products on a page of results. */
  static final int PAGE = 3;

  private static final String NOTHING = "Nothing happens.";

  /** Where the customer is. */
  sealed interface Page permits Door, Results, Shelf {}

  record Door() implements Page {}

  /**
   * A page of results, numbered from 1. A number is short because a small policy, which learns to
   * copy words soon, takes far longer to copy four digits.
   */
  record Results(String query, int from, List<Catalogue.Product> products) implements Page {
    List<String> numbers() {
      return IntStream.rangeClosed(1, products.size()).mapToObj(Integer::toString).toList();
    }

    String numberOf(Catalogue.Product product) {
      return numbers().get(products.indexOf(product));
    }

    Optional<Catalogue.Product> numbered(String number) {
      return products.stream().filter(p -> numberOf(p).equals(number)).findFirst();
    }
  }

  /** In front of one product, with the way back. */
  record Shelf(Catalogue.Product product, Results back) implements Page {}

  private final Catalogue catalogue;
  private final ShopGoal goal;
  private final int maxSteps;
  private final Map<Boolean, String> chosen = new LinkedHashMap<>();
  private Page page = new Door();
  private int steps;
  private Turn last = new Turn("", false, 0);

  ShopGame(Catalogue catalogue, ObjectNode game) {
    this.catalogue = catalogue;
    this.goal = ShopGoal.of(game);
    this.maxSteps = game.get("maxSteps").asInt();
  }

  Page page() {
    return page;
  }

  List<String> chosen() {
    return List.copyOf(chosen.values());
  }

  /** What a click would do something with, here and now. */
  List<String> clickable() {
    List<String> words = new ArrayList<>();
    if (page instanceof Results results) {
      words.addAll(results.numbers());
      words.add("next");
    } else if (page instanceof Shelf shelf) {
      words.addAll(shelf.product().options());
      words.add("back");
      words.add("buy");
    }
    return words;
  }

  @Override
  public String prompt() {
    return "Shop. " + goal.instruction() + "\n>";
  }

  @Override
  public Turn step(String action) {
    if (last.done()) {
      return last;
    }
    steps++;
    boolean open = steps < maxSteps;
    last =
        bought(action)
            .map(this::sold)
            .orElseGet(() -> new Turn(act(action).orElse(NOTHING), !open, 0));
    return last;
  }

  private Optional<Catalogue.Product> bought(String action) {
    return page instanceof Shelf shelf && Action.of(action).equals(Optional.of(Action.BUY))
        ? Optional.of(shelf.product())
        : Optional.empty();
  }

  private Turn sold(Catalogue.Product product) {
    double reward = goal.reward(product, chosen.values());
    return new Turn(String.format(Locale.ROOT, "You bought it. Score %.2f.", reward), true, reward);
  }

  private Optional<String> act(String text) {
    Optional<Action> action = Action.of(text);
    if (action.isEmpty()) {
      return Optional.empty();
    }
    String word = action.get().argument();
    if (action.get().verb().equals("search")) {
      return Optional.of(show(results(word, 0)));
    }
    if (!action.get().verb().equals("click")) {
      return Optional.empty();
    }
    if (page instanceof Results results) {
      return word.equals("next")
          ? Optional.of(show(results(results.query(), results.from() + PAGE)))
          : results.numbered(word).map(p -> look(p, results));
    }
    return page instanceof Shelf shelf ? clickOnShelf(word, shelf) : Optional.empty();
  }

  private Optional<String> clickOnShelf(String word, Shelf shelf) {
    if (word.equals("back")) {
      return Optional.of(show(shelf.back()));
    }
    if (!shelf.product().options().contains(word)) {
      return Optional.empty();
    }
    chosen.put(Catalogue.isColour(word), word);
    return Optional.of("You choose " + word + ".");
  }

  private Results results(String query, int from) {
    return new Results(query, from, catalogue.search(query, from, PAGE));
  }

  private String show(Results results) {
    page = results;
    return results.products().isEmpty()
        ? "No results."
        : results.products().stream()
            .map(p -> results.numberOf(p) + " " + p.title() + " " + p.price())
            .collect(Collectors.joining("\n"));
  }

  /** Options are of one product: in front of the next nothing is chosen. */
  private String look(Catalogue.Product product, Results back) {
    page = new Shelf(product, back);
    chosen.clear();
    String sizes =
        product.sizes().isEmpty() ? "" : " Sizes: " + String.join(", ", product.sizes()) + ".";
    return "%s %d. Colours: %s.%s"
        .formatted(product.title(), product.price(), String.join(", ", product.colours()), sizes);
  }
}
