package org.autorl.environments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What a shop sells, made from a seed, with an index over it; it does not change. */
final class Catalogue {
  /** Products of the shop that tasks are about. */
  static final int PRODUCTS = 10_000;

  static final List<String> ATTRIBUTES =
      List.of(
          "bold", "clean", "cool", "deep", "dry", "fine", "firm", "flat", "light", "long", "neat",
          "new", "old", "plain", "quiet", "round", "short", "smooth", "soft", "strong", "thick",
          "thin", "warm", "wide");
  static final List<String> COLOURS =
      List.of("red", "blue", "green", "black", "white", "grey", "pink", "brown");
  static final List<String> SIZES = List.of("small", "medium", "large");
  static final List<Kind> KINDS =
      Stream.of(
              "home kitchen mug",
              "home kitchen bowl",
              "home bedroom pillow",
              "home bedroom blanket",
              "home lights lamp",
              "home lights candle",
              "home floors rug",
              "home floors mat",
              "clothes head hat",
              "clothes head cap",
              "clothes feet sock",
              "clothes feet shoe",
              "clothes body shirt",
              "clothes body coat",
              "clothes hands glove",
              "clothes hands ring",
              "play paper book",
              "play paper card",
              "play toys doll",
              "play toys ball",
              "play music drum",
              "play music flute",
              "play craft brush",
              "play craft pencil")
          .map(path -> path.split(" "))
          .map(path -> new Kind(path[0], path[1], path[2]))
          .toList();
  private static final List<String> BRANDS =
      List.of("Noma", "Vell", "Taro", "Kipp", "Osta", "Rumi");
  private static final long SEED = 20220704;

  /** Where a thing belongs, from the widest to the narrowest. */
  record Kind(String department, String aisle, String name) {
    static Kind named(String name) {
      return KINDS.stream().filter(kind -> kind.name.equals(name)).findFirst().orElseThrow();
    }
  }

  /**
   * One thing to buy.
   *
   * @param id four digits or more, its place in the catalogue
   * @param attributes three of {@link #ATTRIBUTES}, in their order
   * @param colours three of {@link #COLOURS}
   * @param sizes two of {@link #SIZES}, or none
   * @param price whole dollars
   */
  record Product(
      String id,
      String brand,
      List<String> attributes,
      Kind kind,
      List<String> colours,
      List<String> sizes,
      int price) {

    /** Such as {@code Noma soft thin warm mug}. */
    String title() {
      return brand + " " + String.join(" ", attributes) + " " + kind.name();
    }

    List<String> options() {
      return Stream.concat(colours.stream(), sizes.stream()).toList();
    }
  }

  private static final class Standard {
    static final Catalogue CATALOGUE = new Catalogue(PRODUCTS, SEED);
  }

  private final List<Product> products;
  private final TextIndex index;

  Catalogue(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Product> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(product("%04d".formatted(i), random));
    }
    products = List.copyOf(made);
    index =
        TextIndex.ofWords(
            products.stream().map(p -> p.title() + " " + String.join(" ", p.options())).toList());
  }

  /** The one that tasks are about; made on first use. */
  static Catalogue standard() {
    return Standard.CATALOGUE;
  }

  private static Product product(String id, SplittableRandom random) {
    return new Product(
        id,
        Words.pick(BRANDS, random),
        inOrder(Words.pick(ATTRIBUTES, 3, random), ATTRIBUTES),
        Words.pick(KINDS, random),
        inOrder(Words.pick(COLOURS, 3, random), COLOURS),
        random.nextBoolean() ? inOrder(Words.pick(SIZES, 2, random), SIZES) : List.of(),
        random.nextInt(5, 95));
  }

  /** Words in the order of the list that they are from. */
  static List<String> inOrder(List<String> words, List<String> order) {
    return words.stream().sorted(Comparator.comparing(order::indexOf)).toList();
  }

  List<Product> products() {
    return products;
  }

  /** The products that fit a query best by title and options, best first. */
  List<Product> search(String query, int from, int count) {
    return index.search(query, from, count).stream().map(products::get).toList();
  }

  /** Every word in a title or an option, brands excepted. */
  static List<String> words() {
    return Stream.of(ATTRIBUTES, KINDS.stream().map(Kind::name).toList(), COLOURS, SIZES)
        .flatMap(List::stream)
        .toList();
  }

  /** Whether an option is a colour; else it is a size. */
  static boolean isColour(String option) {
    return COLOURS.contains(option);
  }
}
