package org.autorl.environments.webshop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One thing to buy, as the official files describe it.
 *
 * @param asin its number, ten characters at most
 * @param title the official {@code name}
 * @param category one of five departments, such as {@code beauty}
 * @param query the words that it was found with, in lower case
 * @param productCategory its path, the steps parted by {@code ›}
 * @param description may be empty
 * @param features the official {@code small_description}, one or more
 * @param prices none (then it costs 100), one, or the ends of a range; dollars
 * @param options values by the name of the option, both in lower case, in the order of the file
 * @param attributes what sets it apart, such as {@code easy clean}
 * @param rating such as {@code 4.5}, or {@code N.A.}
 */
public record Product(
    String asin,
    String title,
    String category,
    String query,
    String productCategory,
    String description,
    List<String> features,
    List<BigDecimal> prices,
    Map<String, List<String>> options,
    List<String> attributes,
    String rating,
    List<Review> reviews) {

  /** What a customer said, with stars as the file has them. */
  public record Review(String title, String score, String body) {}

  public Product {
    features = List.copyOf(features);
    prices = List.copyOf(prices);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    options.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    options = Collections.unmodifiableMap(copy);
    attributes = List.copyOf(attributes);
    reviews = List.copyOf(reviews);
  }

  /** Such as {@code $5.0} or {@code $5.0 to $12.99}. */
  String priceTag() {
    return prices.isEmpty()
        ? "$100.0"
        : prices.stream().map(Product::dollars).collect(Collectors.joining(" to "));
  }

  /** As Python writes a float: as few digits as will do, and one after the point at least. */
  private static String dollars(BigDecimal price) {
    BigDecimal shortest = price.stripTrailingZeros();
    return "$" + (shortest.scale() < 1 ? shortest.setScale(1) : shortest).toPlainString();
  }

  /** What the search engine reads: title, description, first feature and options. */
  String searchText() {
    List<String> said = new ArrayList<>();
    options.forEach((name, values) -> said.add(name + ": " + String.join(", ", values)));
    String first = features.isEmpty() ? "" : features.get(0);
    return String.join(" ", title, description, first, String.join(", and ", said))
        .toLowerCase(Locale.ROOT);
  }
}
