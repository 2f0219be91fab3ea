package org.autorl.environments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a customer wants, and what a purchase is worth to them.
 *
 * @param kind the name of a kind, such as {@code mug}
 * @param attributes one or two, all of them in some product of that kind
 * @param options a colour, and a size where that product has any
 * @param limit the most it may cost, in whole dollars
 */
record ShopGoal(String kind, List<String> attributes, List<String> options, int limit) {
  ShopGoal {
    attributes = List.copyOf(attributes);
    options = List.copyOf(options);
  }

  /** Reads what {@link #json} wrote. */
  static ShopGoal of(ObjectNode game) {
    return new ShopGoal(
        game.get("kind").asText(),
        words(game.get("attributes")),
        words(game.get("options")),
        game.get("limit").asInt());
  }

  /** A goal that at least one product fulfils. */
  static ShopGoal draw(Catalogue catalogue, SplittableRandom random) {
    Catalogue.Product product = Words.pick(catalogue.products(), random);
    int count = random.nextInt(3) == 0 ? 1 : 2;
    List<String> attributes =
        Catalogue.inOrder(Words.pick(product.attributes(), count, random), Catalogue.ATTRIBUTES);
    List<String> options = new ArrayList<>();
    options.add(Words.pick(product.colours(), random));
    if (!product.sizes().isEmpty()) {
      options.add(Words.pick(product.sizes(), random));
    }
    int limit = 10 * (product.price() / 10 + random.nextInt(1, 3));
    return new ShopGoal(product.kind().name(), attributes, options, limit);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", kind);
    attributes.forEach(json.putArray("attributes")::add);
    options.forEach(json.putArray("options")::add);
    return json.put("limit", limit);
  }

  /**
   * What decides the side of the wall: all but the price, so that no hidden goal is seen cheaper.
   */
  String content() {
    return kind + " " + String.join(" ", attributes) + " " + String.join(" ", options);
  }

  /** Such as {@code Buy a soft thin mug, red, large, for at most 30.} */
  String instruction() {
    return "Buy a %s %s, %s, for at most %d."
        .formatted(String.join(" ", attributes), kind, String.join(", ", options), limit);
  }

  /**
   * What buying a product is worth, 0 to 1: (matched attributes + matched options + 1 if the price
   * is right) / (attributes + options + 1), times a factor for its kind.
   *
   * <p>Source: WebShop, Yao et al. 2022, <a href="https://arxiv.org/abs/2207.01206">2207.01206</a>.
   * There the factor compares titles and categories; here categories alone, which are exact.
   *
   * @param chosen the options that were clicked
   */
  double reward(Catalogue.Product bought, Collection<String> chosen) {
    long matched =
        attributes.stream().filter(bought.attributes()::contains).count()
            + options.stream().filter(chosen::contains).count()
            + (bought.price() <= limit ? 1 : 0);
    return typeFactor(bought.kind()) * matched / (attributes.size() + options.size() + 1);
  }

  /** 1 for the same kind, 0.5 for the same aisle, 0.1 for the same department, else 0. */
  double typeFactor(Catalogue.Kind bought) {
    Catalogue.Kind wanted = Catalogue.Kind.named(kind);
    if (bought.equals(wanted)) {
      return 1;
    }
    if (!bought.department().equals(wanted.department())) {
      return 0;
    }
    return bought.aisle().equals(wanted.aisle()) ? 0.5 : 0.1;
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
