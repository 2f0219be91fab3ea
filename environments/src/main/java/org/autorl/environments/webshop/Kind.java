package org.autorl.environments.webshop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A kind of made-up products.
 *
 * @param category the department, as the official files have them
 * @param path from the widest to the narrowest, parted by {@code ›}
 * @param query the words that such products are found with
 * @param noun what one of them is called in its title
 * @param optionNames of {@code color}, {@code size}, {@code flavor} and {@code pack}
 * @param lowPrice the lowest, whole dollars
 */
record Kind(
    String category,
    String path,
    String query,
    String noun,
    List<String> optionNames,
    int lowPrice) {

  static final List<Kind> ALL =
      Stream.of(
              "fashion|Clothing › Men › Shirts|men's shirts|Shirt|color size|12",
              "fashion|Clothing › Men › Trousers|men's trousers|Trousers|color size|18",
              "fashion|Clothing › Women › Dresses|women's dresses|Dress|color size|20",
              "fashion|Clothing › Women › Coats|women's coats|Coat|color size|35",
              "fashion|Shoes › Women › Sandals|women's sandals|Sandals|color size|15",
              "fashion|Shoes › Men › Boots|men's boots|Boots|color size|40",
              "beauty|Beauty › Hair › Shampoo|hair shampoo|Shampoo|size pack|6",
              "beauty|Beauty › Hair › Brushes|hair brushes|Hair Brush|color|5",
              "beauty|Beauty › Skin › Face Creams|face creams|Face Cream|size|9",
              "beauty|Beauty › Nails › Nail Polish|nail polish|Nail Polish|color pack|4",
              "electronics|Electronics › Audio › Headphones|headphones|Headphones|color|20",
              "electronics|Electronics › Audio › Speakers|bluetooth speakers|Speaker|color|25",
              "electronics|Electronics › Power › Chargers|phone chargers|Charger|color pack|8",
              "electronics|Electronics › Cameras › Tripods|camera tripods|Tripod|size|18",
              "garden|Home › Furniture › Tables|side tables|Side Table|color size|45",
              "garden|Home › Furniture › Shelves|book shelves|Book Shelf|color size|40",
              "garden|Home › Bedding › Pillows|bed pillows|Pillow|size pack|12",
              "garden|Home › Lighting › Lamps|desk lamps|Desk Lamp|color|16",
              "grocery|Food › Snacks › Nuts|mixed nuts|Mixed Nuts|flavor pack|5",
              "grocery|Food › Snacks › Bars|snack bars|Snack Bars|flavor pack|6",
              "grocery|Food › Drinks › Tea|herbal tea|Herbal Tea|flavor pack|4",
              "grocery|Food › Baking › Flour|baking flour|Flour|size pack|3")
          .map(line -> line.split("\\|"))
          .map(
              part ->
                  new Kind(
                      part[0],
                      part[1],
                      part[2],
                      part[3],
                      List.of(part[4].split(" ")),
                      Integer.parseInt(part[5])))
          .toList();

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "color",
          List.of(
              "Black",
              "White",
              "Navy Blue",
              "Dark Green",
              "Rose Red",
              "Light Grey",
              "Beige",
              "Teal",
              "Brown",
              "Purple/Gold"),
          "size",
          List.of("Small", "Medium", "Large", "X-Large", "XX-Large", "12 Inch", "18 Inch"),
          "flavor",
          List.of("Honey", "Lemon", "Dark Chocolate", "Sea Salt", "Apple Cinnamon", "Plain"),
          "pack",
          List.of("Pack of 1", "Pack of 2", "Pack of 4", "Pack of 6", "Pack of 12"));

  private static final Map<String, List<String>> ATTRIBUTES =
      Map.of(
          "fashion",
          List.of(
              "machine wash",
              "slim fit",
              "long sleeve",
              "quick drying",
              "loose fit",
              "hand wash",
              "water resistant",
              "elastic waist",
              "rubber sole",
              "cotton lined",
              "button closure"),
          "beauty",
          List.of(
              "cruelty free",
              "paraben free",
              "long lasting",
              "easy to use",
              "tea tree",
              "dry skin",
              "sulfate free",
              "travel size",
              "fragrance free",
              "natural oils"),
          "electronics",
          List.of(
              "fast charging",
              "noise cancelling",
              "easy to carry",
              "long battery life",
              "stereo sound",
              "light weight",
              "high speed",
              "hands free",
              "wall mounted"),
          "garden",
          List.of(
              "easy to clean",
              "solid wood",
              "steel frame",
              "space saving",
              "easy to assemble",
              "memory foam",
              "energy saving",
              "storage space",
              "scratch resistant"),
          "grocery",
          List.of(
              "gluten free",
              "sugar free",
              "non gmo",
              "low calorie",
              "high protein",
              "caffeine free",
              "dairy free",
              "hand picked",
              "low sodium",
              "kosher certified"));

  private static final Map<String, List<String>> USES =
      Map.of(
          "fashion", List.of("daily wear", "office work", "outdoor sports", "winter holidays"),
          "beauty", List.of("sensitive people", "home salons", "curly hair", "evening care"),
          "electronics", List.of("long journeys", "home offices", "live music", "video calls"),
          "garden", List.of("living rooms", "small flats", "guest rooms", "student homes"),
          "grocery", List.of("busy mornings", "lunch boxes", "family kitchens", "hiking trips"));

  Kind {
    optionNames = List.copyOf(optionNames);
  }

  List<String> attributes() {
    return ATTRIBUTES.getOrDefault(category, List.of());
  }

  List<String> uses() {
    return USES.getOrDefault(category, List.of());
  }

  /** Two to four values for each name. */
  Map<String, List<String>> options(SplittableRandom random) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (String name : optionNames) {
      List<String> all = VALUES.getOrDefault(name, List.of());
      options.put(name, GeneratedCatalogue.pick(all, 2 + random.nextInt(3), random));
    }
    return options;
  }
}
