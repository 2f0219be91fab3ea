package org.autorl.environments.webshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be bought.
 *
 * @param asin the product that the instruction was written for; another may do as well
 * @param title of that product
 * @param instruction what the policy reads
 * @param attributes one or more
 * @param priceUpper the most that it may cost, in dollars; 1,000,000 where none is said
 * @param options none or more
 */
public record Goal(
    String asin,
    String category,
    String query,
    String title,
    String productCategory,
    String instruction,
    List<String> attributes,
    double priceUpper,
    List<Option> options) {

  /**
   * An option to choose.
   *
   * @param name of the option, in synthetic goals; people's goals have the value alone
   */
  public record Option(Optional<String> name, String value) {}

  /** For goals without a limit. */
  static final double NO_LIMIT = 1_000_000;

  public Goal {
    if (attributes.isEmpty()) {
      throw new IllegalArgumentException("a goal needs an attribute: " + instruction);
    }
    attributes = List.copyOf(attributes);
    options = List.copyOf(options);
  }

  static Goal of(
      Product product, String instruction, List<String> attributes, Limit limit, List<Option> o) {
    return new Goal(
        product.asin(),
        product.category(),
        product.query(),
        product.title(),
        product.productCategory(),
        instruction + limit.said(),
        attributes,
        limit.upper(),
        o);
  }

  /** With the names that the original has for the fields. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("asin", asin).put("category", category).put("query", query).put("name", title);
    json.put("product_category", productCategory).put("instruction_text", instruction);
    attributes.forEach(json.putArray("attributes")::add);
    json.put("price_upper", priceUpper);
    ArrayNode chosen = json.putArray("goal_options");
    for (Option option : options) {
      ArrayNode pair = option.name().map(name -> chosen.addArray().add(name)).orElse(chosen);
      pair.add(option.value());
    }
    return json;
  }

  /** Reads what {@link #json} wrote. */
  static Goal of(JsonNode json) {
    List<Option> options = new ArrayList<>();
    json.get("goal_options")
        .forEach(
            option ->
                options.add(
                    option.isArray()
                        ? new Option(Optional.of(option.get(0).asText()), option.get(1).asText())
                        : new Option(Optional.empty(), option.asText())));
    return new Goal(
        json.get("asin").asText(),
        json.get("category").asText(),
        json.get("query").asText(),
        json.get("name").asText(),
        json.get("product_category").asText(),
        json.get("instruction_text").asText(),
        ProductFiles.texts(json.get("attributes")),
        json.get("price_upper").asDouble(),
        options);
  }
}
