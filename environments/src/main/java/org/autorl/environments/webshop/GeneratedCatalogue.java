package org.autorl.environments.webshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Made-up products in the form of the official files, from a seed: so the engine runs without the
 * official data, and what reads the one reads the other.
 */
public final class GeneratedCatalogue {
  /** Products of the catalogue that tasks are about. */
  public static final int PRODUCTS = 10_000;

  private static final long ASIN_STEP = 2_654_435_761L; // shares no factor with 36
  private static final long ASINS = 78_364_164_096L; // 36 to the 7th
  private static final List<String> BRAND_STARTS =
      List.of("Ar", "Bel", "Cor", "Dav", "Er", "Fal", "Gor", "Hem", "Jul", "Kel", "Lun", "Mar");
  private static final List<String> BRAND_ENDS =
      List.of("ano", "bex", "dia", "fern", "gami", "lux", "mont", "nest", "quil", "vio");
  private static final List<String> STARS = List.of("3.0", "4.0", "5.0");
  private static final List<String> OPINIONS =
      List.of(
          "Just as described.",
          "Arrived on time and well packed.",
          "I would buy it again.",
          "Smaller than I thought.",
          "Does what it should.",
          "A gift, and it was liked.");

  /** One product, as each of the official files has it. */
  private record Entry(ObjectNode item, ObjectNode about, ArrayNode human, ObjectNode review) {
    String asin() {
      return item.get("asin").asText();
    }
  }

  private final List<Entry> entries = new ArrayList<>();

  /** The same products for the same arguments. */
  public GeneratedCatalogue(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      entries.add(entry(i, random));
    }
  }

  /**
   * Writes {@code items_shuffle.json}, {@code items_ins_v2.json}, {@code items_human_ins.json} and
   * {@code reviews.json}.
   */
  public void write(Path folder) throws IOException {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ArrayNode items = json.arrayNode();
    ObjectNode about = json.objectNode();
    ObjectNode human = json.objectNode();
    ArrayNode reviews = json.arrayNode();
    for (Entry entry : entries) {
      items.add(entry.item());
      about.set(entry.asin(), entry.about());
      human.set(entry.asin(), entry.human());
      reviews.add(entry.review());
    }
    Files.createDirectories(folder);
    Map<String, JsonNode> files =
        Map.of(
            "items_shuffle.json", items,
            "items_ins_v2.json", about,
            "items_human_ins.json", human,
            "reviews.json", reviews);
    for (Map.Entry<String, JsonNode> file : files.entrySet()) {
      Files.writeString(
          folder.resolve(file.getKey()), file.getValue().toString(), StandardCharsets.UTF_8);
    }
  }

  /** What reading the written files gives. */
  public ProductFiles files() {
    List<Product> products = new ArrayList<>();
    Map<String, ProductFiles.Wish> synthetic = new HashMap<>();
    Map<String, List<ProductFiles.Wish>> human = new HashMap<>();
    for (Entry entry : entries) {
      products.add(
          ProductFiles.product(
              entry.item(), ProductFiles.texts(entry.about().get("attributes")), entry.review()));
      ProductFiles.wish(entry.about()).ifPresent(wish -> synthetic.put(entry.asin(), wish));
      List<ProductFiles.Wish> wishes = new ArrayList<>();
      entry.human().forEach(node -> ProductFiles.wish(node).ifPresent(wishes::add));
      human.put(entry.asin(), wishes);
    }
    return new ProductFiles(products, synthetic, human);
  }

  private static Entry entry(int number, SplittableRandom random) {
    Kind kind = pick(Kind.ALL, random);
    String brand = pick(BRAND_STARTS, random) + pick(BRAND_ENDS, random);
    List<String> attributes = pick(kind.attributes(), 3 + random.nextInt(3), random);
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    String code = Long.toString(Math.floorMod(number * ASIN_STEP, ASINS), 36);
    String asin = "B0G" + "0".repeat(7 - code.length()) + code.toUpperCase(Locale.ROOT);
    item.put("asin", asin).put("name", title(kind, brand, attributes, random));
    item.put("category", kind.category()).put("query", kind.query());
    item.put("product_category", kind.path());
    item.put("full_description", description(kind, brand, attributes, random));
    ArrayNode features = item.putArray("small_description");
    attributes.forEach(a -> features.add(capital(a) + ": made for " + pick(kind.uses(), random)));
    item.put("pricing", pricing(kind, random));
    Map<String, List<String>> options = kind.options(random);
    ObjectNode customization = item.putObject("customization_options");
    options.forEach(
        (name, values) -> {
          ArrayNode contents = customization.putArray(name);
          values.forEach(value -> contents.addObject().put("value", value).putNull("image"));
        });
    item.putArray("images").add("");
    item.put("brand", brand);

    List<String> wanted = attributes.subList(0, 1 + random.nextInt(2));
    ObjectNode about = JsonNodeFactory.instance.objectNode();
    attributes.forEach(about.putArray("attributes")::add);
    about.put("instruction", "Find me " + String.join(", ", wanted) + " " + kind.query());
    wanted.forEach(about.putArray("instruction_attributes")::add);
    return new Entry(item, about, human(asin, kind, wanted, options, random), review(asin, random));
  }

  private static String title(
      Kind kind, String brand, List<String> attributes, SplittableRandom random) {
    return "%s %s %s for %s, %s"
        .formatted(
            brand,
            capital(attributes.get(0)),
            kind.noun(),
            capital(pick(kind.uses(), random)),
            capital(attributes.get(attributes.size() - 1)));
  }

  private static String description(
      Kind kind, String brand, List<String> attributes, SplittableRandom random) {
    return "The %s by %s is %s. Good for %s."
        .formatted(
            kind.noun().toLowerCase(Locale.ROOT),
            brand,
            String.join(", ", attributes),
            pick(kind.uses(), random));
  }

  /** Of three, one has a range. */
  private static String pricing(Kind kind, SplittableRandom random) {
    int low = kind.lowPrice() + random.nextInt(kind.lowPrice() * 3);
    String price = "$" + low + ".99";
    return random.nextInt(3) == 0 ? price + "$" + (low + 1 + random.nextInt(low)) + ".99" : price;
  }

  private static ArrayNode human(
      String asin,
      Kind kind,
      List<String> wanted,
      Map<String, List<String>> options,
      SplittableRandom random) {
    List<String> chosen = options.values().stream().map(values -> pick(values, random)).toList();
    String start = pick(List.of("i need", "i am looking for", "please find me"), random);
    String said =
        "%s %s that are %s%s."
            .formatted(
                start,
                kind.query(),
                String.join(" and ", wanted),
                chosen.isEmpty() ? "" : ", in " + String.join(" and ", chosen));
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    ObjectNode one = all.addObject().put("asin", asin).put("instruction", said);
    wanted.forEach(one.putArray("instruction_attributes")::add);
    chosen.forEach(one.putArray("instruction_options")::add);
    return all;
  }

  private static ObjectNode review(String asin, SplittableRandom random) {
    ObjectNode review = JsonNodeFactory.instance.objectNode().put("asin", asin);
    review.put("average_rating", pick(STARS, random));
    ArrayNode said = review.putArray("reviews");
    for (int i = random.nextInt(3); i > 0; i--) {
      said.addObject()
          .put("title", "Bought for myself")
          .put("stars", pick(STARS, random))
          .put("review", pick(OPINIONS, random));
    }
    return review;
  }

  private static String capital(String words) {
    StringBuilder all = new StringBuilder();
    for (String word : words.split(" ")) {
      all.append(all.isEmpty() ? "" : " ");
      all.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return all.toString();
  }

  static <T> T pick(List<T> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  /** Some, none twice, in random order. */
  static <T> List<T> pick(List<T> from, int count, SplittableRandom random) {
    List<T> rest = new ArrayList<>(from);
    List<T> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(rest.remove(random.nextInt(rest.size())));
    }
    return List.copyOf(some);
  }
}
