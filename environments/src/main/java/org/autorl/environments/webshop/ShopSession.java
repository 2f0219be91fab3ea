package org.autorl.environments.webshop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.environments.Episode;

/**
 * One customer in the shop: pages as the original's text mode shows them, actions as it takes them.
 *
 * <p>{@code search[words]} works on any page; {@code click[what]} takes what {@link #clickable}
 * has, in any case of letters. What is no action changes nothing and costs a step. Two things
 * differ from the original: {@code <r>}, {@code <a>}, {@code <c>} and {@code <q>} before a query
 * are words like others, and after the purchase the page says the score alone.
 *
 * <p>{@link #shown} is the loop that the published score was taken with: rules, the last {@value
 * #WINDOW} pages with what was done there, the page now and the actions that it takes.
 */
public final class ShopSession implements Episode {
  /** Products on a page of results. */
  static final int PAGE = 10;

  /** How many turns a policy sees again. */
  static final int WINDOW = 5;

  private static final String SEPARATOR = " [SEP] ";
  private static final String BACK = "Back to Search";
  private static final String PREVIOUS = "< Prev";
  private static final String NEXT = "Next >";
  private static final String BUY = "Buy Now";
  private static final List<String> SUB_PAGES = List.of("Description", "Features", "Reviews");
  private static final String ATTRIBUTES = "Attributes";

  /** The last brackets of a line are the argument's, as in the original. */
  private static final Pattern ACTION = Pattern.compile("(.+)\\[(.+)]");

  private static final String RULES =
      """
      You are in a web shop. Find a product that fits the instruction, choose its options, and buy it.
      Rules:
      - Answer with one action on one line: search[words] or click[what].
      - search[words] looks for products anywhere. click[what] takes only what is listed below.
      - Choose every option that the instruction names before click[buy now], which ends the task.
      - What is not listed does nothing and costs a turn.

      """;

  /** Where the customer is. */
  sealed interface Page permits Start, Results, Shelf, SubPage {}

  record Start() implements Page {}

  /**
   * A page of results.
   *
   * @param number from 1
   * @param found all that the search found
   */
  record Results(int number, List<Product> found) implements Page {
    List<Product> shown() {
      int from = Math.min(found.size(), (number - 1) * PAGE);
      return found.subList(from, Math.min(found.size(), from + PAGE));
    }
  }

  /** In front of a product. */
  record Shelf(Product product, Results back) implements Page {}

  /** What one of a product's buttons shows. */
  record SubPage(String name, Shelf back) implements Page {}

  private record Past(String observation, String action) {}

  private final Store store;
  private final Goal goal;
  private final int maxSteps;
  private final boolean showAttributes;
  private final Map<String, String> chosen = new LinkedHashMap<>();
  private final List<Past> past = new ArrayList<>();
  private Page page = new Start();
  private String seen;
  private Optional<Reward> reward = Optional.empty();
  private Turn last = new Turn("", false, 0);

  /**
   * Enters the shop.
   *
   * @param maxSteps after which the episode ends with reward 0
   * @param showAttributes whether a product has a page of its attributes, which the original leaves
   *     out unless told otherwise
   */
  public ShopSession(Store store, Goal goal, int maxSteps, boolean showAttributes) {
    this.store = store;
    this.goal = goal;
    this.maxSteps = maxSteps;
    this.showAttributes = showAttributes;
    seen = observation();
  }

  Page page() {
    return page;
  }

  Map<String, String> chosen() {
    return Map.copyOf(chosen);
  }

  /** What the purchase was worth, in its parts; empty as long as nothing is bought. */
  public Optional<Reward> reward() {
    return reward;
  }

  @Override
  public String prompt() {
    return shown("");
  }

  @Override
  public String shown(String transcript) {
    StringBuilder text = new StringBuilder(RULES);
    text.append("Instruction: ").append(goal.instruction()).append("\n\n");
    for (Past turn : past.subList(Math.max(0, past.size() - WINDOW), past.size())) {
      text.append("Observation: ").append(turn.observation()).append('\n');
      text.append("Action: ").append(turn.action()).append("\n\n");
    }
    text.append("Observation: ").append(seen).append('\n');
    return text.append("Available actions: ")
        .append(String.join(", ", available()))
        .append("\nAction:")
        .toString();
  }

  /** What may be done here, in words of the prompt. */
  List<String> available() {
    List<String> all = new ArrayList<>();
    if (page instanceof Start) {
      all.add("search[words]");
    }
    clickable().forEach(what -> all.add("click[" + what + "]"));
    return all;
  }

  @Override
  public Turn step(String completion) {
    if (last.done()) {
      return last;
    }
    String action = action(completion);
    past.add(new Past(seen, action));
    reward = act(action);
    seen = reward.map(ShopSession::thanks).orElseGet(this::observation);
    boolean done = reward.isPresent() || past.size() >= maxSteps;
    last = new Turn(seen, done, reward.map(Reward::total).orElse(0.0));
    return last;
  }

  /**
   * The first line, without {@code Action:} before it; {@code choose} is another word for click.
   */
  static String action(String completion) {
    String line = completion.strip().lines().findFirst().orElse("").strip();
    if (line.regionMatches(true, 0, "Action:", 0, "Action:".length())) {
      line = line.substring("Action:".length()).strip();
    }
    return line.startsWith("choose[") ? "click[" + line.substring("choose[".length()) : line;
  }

  private static String thanks(Reward reward) {
    return "Thank you for shopping with us!%sYour score (min 0.0, max 1.0)%s%s"
        .formatted(SEPARATOR, SEPARATOR, reward.total());
  }

  private Optional<Reward> act(String text) {
    Matcher form = ACTION.matcher(text);
    if (!form.lookingAt()) {
      return Optional.empty();
    }
    String argument = form.group(2).toLowerCase(Locale.ROOT);
    if (form.group(1).equals("search")) {
      results(new Results(1, store.search(argument)));
    } else if (form.group(1).equals("click") && clickable().contains(argument)) {
      return click(argument);
    }
    return Optional.empty();
  }

  private Optional<Reward> click(String what) {
    if (what.equals(BACK.toLowerCase(Locale.ROOT))) {
      chosen.clear();
      page = new Start();
    } else if (page instanceof Results results) {
      inResults(what, results);
    } else if (page instanceof SubPage sub) {
      page = sub.back();
    } else if (page instanceof Shelf shelf) {
      return inFrontOf(shelf, what);
    }
    return Optional.empty();
  }

  private void inResults(String what, Results results) {
    if (what.equals(NEXT.toLowerCase(Locale.ROOT))) {
      results(new Results(results.number() + 1, results.found()));
    } else if (what.equals(PREVIOUS.toLowerCase(Locale.ROOT))) {
      results(new Results(results.number() - 1, results.found()));
    } else {
      store.product(what.toUpperCase(Locale.ROOT)).ifPresent(p -> page = new Shelf(p, results));
    }
  }

  private Optional<Reward> inFrontOf(Shelf shelf, String what) {
    if (what.equals(BUY.toLowerCase(Locale.ROOT))) {
      Product product = shelf.product();
      return Optional.of(Reward.of(product, store.price(product), chosen.values(), goal));
    }
    Optional<String> sub =
        subPages().stream().filter(name -> name.toLowerCase(Locale.ROOT).equals(what)).findFirst();
    if (what.equals(PREVIOUS.toLowerCase(Locale.ROOT))) {
      results(shelf.back());
    } else if (sub.isPresent()) {
      page = new SubPage(sub.get(), shelf);
    } else {
      // A value that two options have is the later one's, as the later button is in the original.
      String name = "";
      for (var option : shelf.product().options().entrySet()) {
        name = option.getValue().contains(what) ? option.getKey() : name;
      }
      chosen.put(name, what);
    }
    return Optional.empty();
  }

  /** Options are of one product: on a page of results nothing is chosen. */
  private void results(Results results) {
    chosen.clear();
    page = results;
  }

  /** What may be clicked here and now, in lower case. */
  List<String> clickable() {
    Set<String> words = new LinkedHashSet<>();
    if (!(page instanceof Start)) {
      words.add(BACK);
    }
    if (page instanceof Results results) {
      if (results.number() > 1) {
        words.add(PREVIOUS);
      }
      words.add(NEXT);
      results.shown().forEach(product -> words.add(product.asin()));
    } else if (page instanceof Shelf shelf) {
      words.add(PREVIOUS);
      words.addAll(subPages());
      words.add(BUY);
      shelf.product().options().values().forEach(words::addAll);
    } else if (page instanceof SubPage) {
      words.add(PREVIOUS);
    }
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).distinct().toList();
  }

  private List<String> subPages() {
    List<String> names = new ArrayList<>(SUB_PAGES);
    if (showAttributes) {
      names.add(ATTRIBUTES);
    }
    return names;
  }

  /** The page, its texts parted by {@code [SEP]}. */
  String observation() {
    List<String> texts = new ArrayList<>();
    if (page instanceof Start) {
      texts.add("WebShop");
    }
    texts.add("Instruction:");
    texts.add(goal.instruction());
    if (page instanceof Start) {
      texts.add("Search");
    } else {
      texts.add(BACK);
      body(texts);
    }
    return String.join(
        SEPARATOR, texts.stream().filter(ShopSession::isText).map(Texts::strip).toList());
  }

  private void body(List<String> texts) {
    if (page instanceof Results results) {
      texts.add("Page %d (Total results: %d)".formatted(results.number(), results.found().size()));
      if (results.number() > 1) {
        texts.add(PREVIOUS);
      }
      texts.add(NEXT);
      for (Product product : results.shown()) {
        texts.addAll(List.of(product.asin(), product.title(), product.priceTag()));
      }
    } else if (page instanceof Shelf shelf) {
      Product product = shelf.product();
      texts.add(PREVIOUS);
      product
          .options()
          .forEach(
              (name, values) -> {
                texts.add(name);
                texts.addAll(values);
              });
      texts.add(product.title());
      texts.add("Price: " + product.priceTag());
      texts.add("Rating: " + product.rating());
      texts.addAll(subPages());
      texts.add(BUY);
    } else if (page instanceof SubPage sub) {
      texts.add(PREVIOUS);
      subPage(sub.name(), sub.back().product(), texts);
    }
  }

  private static void subPage(String name, Product product, List<String> texts) {
    switch (name) {
      case "Description" -> texts.add(product.description());
      case "Features" -> product.features().forEach(feature -> texts.add(" " + feature));
      case "Reviews" -> {
        for (Product.Review review : product.reviews()) {
          texts.addAll(List.of('"' + review.title() + '"', review.score(), review.body()));
        }
      }
      default -> {
        product.attributes().forEach(attribute -> texts.add(" " + attribute));
        texts.addAll(List.of(product.category(), product.query(), product.productCategory()));
      }
    }
  }

  /** The original's reader of pages takes white space with a line break for layout. */
  private static boolean isText(String text) {
    return !text.isEmpty() && !(text.isBlank() && text.indexOf('\n') >= 0);
  }
}
