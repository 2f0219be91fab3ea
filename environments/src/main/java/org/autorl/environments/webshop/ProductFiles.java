package org.autorl.environments.webshop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The official files of a folder, read as they are: {@code items_shuffle*.json} (products), {@code
 * items_ins_v2*.json} (attributes and synthetic instructions by product), {@code
 * items_human_ins.json} (instructions by people), and {@code reviews.json} where there is one.
 *
 * <p>Source of the form: <a href="https://github.com/princeton-nlp/WebShop">princeton-nlp/WebShop
 * </a> at 64fa2a5. It skips the reviews, so its pages never have any; with no {@code reviews.json}
 * ours have none either.
 *
 * @param products in the order of the file, none twice
 * @param synthetic what the second file says of a product, by its number
 * @param human what people asked for, by the number of the product
 */
public record ProductFiles(
    List<Product> products, Map<String, Wish> synthetic, Map<String, List<Wish>> human) {

  /** An instruction before prices: its text, and the attributes and options that it means. */
  public record Wish(String instruction, List<String> attributes, List<String> options) {
    public Wish {
      attributes = List.copyOf(attributes);
      options = List.copyOf(options);
    }
  }

  /** Longer numbers are no products of the shop. */
  private static final int ASIN_LENGTH = 10;

  /** Python writes numbers that are none as {@code NaN}. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(JsonFactory.builder().build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  public ProductFiles {
    products = List.copyOf(products);
    synthetic = Map.copyOf(synthetic);
    human = Map.copyOf(human);
  }

  /**
   * Reads a folder.
   *
   * @throws IOException if a file is missing, is there twice, or is of another form
   */
  public static ProductFiles read(Path folder) throws IOException {
    Map<String, JsonNode> about = byProduct(one(folder, "items_ins_v2*.json"));
    Map<String, JsonNode> reviews = new HashMap<>();
    Path said = folder.resolve("reviews.json");
    if (Files.exists(said)) {
      each(said, review -> reviews.put(review.path("asin").asText(), review));
    }
    List<Product> products = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    each(
        one(folder, "items_shuffle*.json"),
        item -> {
          String asin = item.path("asin").asText();
          if (!asin.equals("nan") && asin.length() <= ASIN_LENGTH && seen.add(asin)) {
            products.add(product(item, attributes(about, asin), reviews.get(asin)));
          }
        });
    Map<String, Wish> synthetic = new HashMap<>();
    about.forEach((asin, node) -> wish(node).ifPresent(wish -> synthetic.put(asin, wish)));
    Map<String, List<Wish>> human = new HashMap<>();
    byProduct(one(folder, "items_human_ins*.json"))
        .forEach(
            (asin, nodes) -> {
              List<Wish> wishes = new ArrayList<>();
              nodes.forEach(node -> wish(node).ifPresent(wishes::add));
              human.put(asin, wishes);
            });
    return new ProductFiles(products, synthetic, human);
  }

  /** The only file of such a name. */
  static Path one(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(f -> folder.getFileSystem().getPathMatcher("glob:" + glob).matches(fileName(f)))
          .sorted()
          .forEach(found::add);
    }
    if (found.size() != 1) {
      throw new IOException(
          "%s should hold one file `%s`, and holds %d".formatted(folder, glob, found.size()));
    }
    return found.get(0);
  }

  private static Path fileName(Path file) {
    return Optional.ofNullable(file.getFileName()).orElse(file);
  }

  /** Those with an attribute; others are no goal in the original either. */
  static Optional<Wish> wish(JsonNode node) {
    List<String> attributes = texts(node.path("instruction_attributes"));
    return node.path("instruction").isTextual() && !attributes.isEmpty()
        ? Optional.of(
            new Wish(
                node.get("instruction").asText(),
                attributes,
                texts(node.path("instruction_options"))))
        : Optional.empty();
  }

  private static List<String> attributes(Map<String, JsonNode> about, String asin) {
    JsonNode node = about.get(asin);
    return node != null && node.has("attributes")
        ? texts(node.get("attributes"))
        : List.of("DUMMY_ATTR"); // what the original calls a product without any
  }

  static Product product(JsonNode item, List<String> attributes, @Nullable JsonNode said) {
    List<Product.Review> reviews = new ArrayList<>();
    if (said != null) {
      said.path("reviews")
          .forEach(
              r ->
                  reviews.add(
                      new Product.Review(
                          r.path("title").asText(),
                          r.path("stars").asText(r.path("score").asText()),
                          r.path("review").asText(""))));
    }
    JsonNode features = item.path("small_description");
    return new Product(
        item.path("asin").asText(),
        item.path("name").asText(),
        item.path("category").asText(),
        Texts.strip(item.path("query").asText().toLowerCase(Locale.ROOT)),
        item.path("product_category").asText(),
        item.path("full_description").asText(""),
        features.isArray() ? texts(features) : List.of(features.asText("")),
        prices(item),
        options(item.path("customization_options")),
        attributes,
        said == null ? "N.A." : said.path("average_rating").asText("N.A."),
        reviews);
  }

  /** {@code $5.00$1,012.99} is a range; of more than two prices the first two count. */
  private static List<BigDecimal> prices(JsonNode item) {
    String[] parts = item.path("pricing").asText("").split("\\$", -1);
    List<BigDecimal> prices = new ArrayList<>();
    for (int i = 1; i < Math.min(parts.length, 3); i++) {
      String digits = parts[i].replaceAll("[^0-9.]", "");
      try {
        prices.add(new BigDecimal(digits));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "the price of %s is no price: `%s`"
                .formatted(item.path("asin").asText(), item.get("pricing").asText()),
            e);
      }
    }
    return prices;
  }

  private static Map<String, List<String>> options(JsonNode customization) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    customization
        .properties()
        .forEach(
            option -> {
              if (!option.getValue().isNull()) {
                List<String> values = new ArrayList<>();
                option
                    .getValue()
                    .forEach(
                        content ->
                            values.add(
                                Texts.strip(content.path("value").asText())
                                    .replace("/", " | ")
                                    .toLowerCase(Locale.ROOT)));
                options.put(option.getKey().toLowerCase(Locale.ROOT), values);
              }
            });
    return options;
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText("")));
    return texts;
  }

  private interface Reader {
    void read(JsonNode node);
  }

  /** Each object of an array; one at a time, for the official file has gigabytes. */
  private static void each(Path file, Reader reader) throws IOException {
    try (MappingIterator<ObjectNode> all =
        JSON.readerFor(ObjectNode.class).readValues(file.toFile())) {
      while (all.hasNextValue()) {
        reader.read(all.nextValue());
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, JsonNode> byProduct(Path file) throws IOException {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException(file + " should be a JSON object by the number of the product");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String asin = parser.currentName();
        parser.nextToken();
        all.put(asin, JSON.readTree(parser));
      }
    }
    return all;
  }
}
