package org.autorl.environments.webshop;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a purchase is worth: (matched attributes + matched options + 1 if the price is right) /
 * (attributes + options + 1) × a factor for the type, 0 to 1.
 *
 * <p>Source: Yao et al. 2022, <a href="https://arxiv.org/abs/2207.01206">2207.01206</a>, section
 * 3.2, with the marks of <a href="https://github.com/princeton-nlp/WebShop">its code</a> at
 * 64fa2a5. Nouns of titles are found otherwise than there, see {@link TitleNouns}.
 *
 * @param type 1, 0.5, 0.1 or 0
 * @param attributes how many of the goal's are matched
 * @param options likewise
 * @param price whether it is no higher than the limit
 * @param total 0 to 1
 */
public record Reward(double type, int attributes, int options, boolean price, double total) {
  /** Texts that are more alike than this are the same. */
  private static final int ALIKE = 85;

  /** What the published score calls a success: half of the reward or more. */
  public static final double SUCCESS = 0.5;

  /**
   * Compares a purchase with a goal.
   *
   * @param cost of the product, in dollars
   * @param chosen values of options that were clicked
   */
  static Reward of(Product bought, double cost, Collection<String> chosen, Goal goal) {
    double type = type(bought, goal);
    int attributes = (int) goal.attributes().stream().filter(wanted -> has(bought, wanted)).count();
    List<String> given = chosen.stream().map(Colours::in).toList();
    int options =
        (int)
            goal.options().stream()
                .map(Colours::in)
                .filter(wanted -> given.stream().anyMatch(value -> alike(value, wanted)))
                .count();
    boolean price = cost <= goal.priceUpper();
    int wanted = goal.attributes().size() + goal.options().size() + 1;
    double total = type * (attributes + options + (price ? 1 : 0)) / wanted;
    return new Reward(type, attributes, options, price, total);
  }

  /** By the product's attributes; else if its texts say so. */
  static boolean has(Product product, String attribute) {
    return product.attributes().stream().anyMatch(own -> alike(own, attribute))
        || lower(product.title()).contains(attribute)
        || lower(String.join(" ", product.features())).contains(attribute)
        || lower(product.description()).contains(attribute);
  }

  private static double type(Product bought, Goal goal) {
    double title = TitleNouns.shared(bought.title(), goal.title());
    if (title == 0) {
      return 0;
    }
    if (title < 0.1) {
      return 0.1;
    }
    Set<String> path = path(bought.productCategory());
    path.retainAll(path(goal.productCategory()));
    boolean same = bought.query().equals(goal.query()) || path.size() >= 2 || title > 0.2;
    return same ? 1 : 0.5;
  }

  private static Set<String> path(String category) {
    return new HashSet<>(Arrays.stream(category.split("›", -1)).map(Texts::strip).toList());
  }

  private static boolean alike(String one, String other) {
    return FuzzyMatch.tokenSetRatio(one, other) > ALIKE;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
