package org.autorl.environments.webshop;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The names that colours are compared by: {@code dark navy heather} and {@code navy} are the same.
 * Which names there are, and that the first of them in the alphabet counts, is WebShop's.
 */
final class Colours {
  private static final List<String> NAMES =
      Stream.of(
              "alabaster apricot aqua ash asphalt azure",
              "banana beige black blue blush bordeaux bronze brown burgundy",
              "camel camo caramel champagne charcoal cheetah chestnut chocolate christmas coffee",
              "cognac copper coral cranberry cream crystal dark denim",
              "eggplant elephant espresso fuchsia",
              "gold granite grape graphite grass gray green grey heather",
              "indigo ivory ivy khaki lavender lemon leopard light lilac lime",
              "magenta maroon mauve merlot midnight mint mocha multicolor mushroom mustard",
              "natural navy nude olive orange peach pewter pink plum purple",
              "rainbow red rose royal rust sand sapphire seashell silver skull slate steel stone",
              "stonewash sunflower tan taupe teal tiger turquoise violet walnut wheat white wine",
              "yellow")
          .flatMap(line -> Stream.of(line.split(" ")))
          .toList();

  private Colours() {}

  /** The colour that occurs in a text, be it inside of a word; else the text itself. */
  static String in(String text) {
    return first(text::contains, text);
  }

  /**
   * A goal's option, ready to be compared. Where the option has a name, the original compares the
   * pair, and a colour is one only if it is all of the value.
   */
  static String in(Goal.Option option) {
    return option
        .name()
        .map(
            name ->
                first(
                    colour -> colour.equals(name) || colour.equals(option.value()),
                    name + " " + option.value()))
        .orElseGet(() -> in(option.value()));
  }

  private static String first(Predicate<String> wanted, String otherwise) {
    return NAMES.stream().filter(wanted).findFirst().orElse(otherwise);
  }
}
