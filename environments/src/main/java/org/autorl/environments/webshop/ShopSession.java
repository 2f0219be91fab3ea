package org.autorl.environments.webshop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  /** How many turns a policy sees again. */
  static final int WINDOW = 5;

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

  private record Past(String observation, String action) {}

  private final Store store;
  private final Goal goal;
  private final int maxSteps;
  private final boolean showAttributes;
  private final Map<String, String> chosen = new LinkedHashMap<>();
  private final List<Past> past = new ArrayList<>();
  private Page page = new Page.Start();
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
    if (page instanceof Page.Start) {
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
        .formatted(Page.SEPARATOR, Page.SEPARATOR, reward.total());
  }

  private Optional<Reward> act(String text) {
    Matcher form = ACTION.matcher(text);
    if (!form.lookingAt()) {
      return Optional.empty();
    }
    String argument = form.group(2).toLowerCase(Locale.ROOT);
    if (form.group(1).equals("search")) {
      results(new Page.Results(1, store.search(argument)));
    } else if (form.group(1).equals("click") && clickable().contains(argument)) {
      return click(argument);
    }
    return Optional.empty();
  }

  private Optional<Reward> click(String what) {
    if (what.equals(Page.BACK.toLowerCase(Locale.ROOT))) {
      chosen.clear();
      page = new Page.Start();
    } else if (page instanceof Page.Results results) {
      inResults(what, results);
    } else if (page instanceof Page.SubPage sub) {
      page = sub.back();
    } else if (page instanceof Page.Shelf shelf) {
      return inFrontOf(shelf, what);
    }
    return Optional.empty();
  }

  private void inResults(String what, Page.Results results) {
    if (what.equals(Page.NEXT.toLowerCase(Locale.ROOT))) {
      results(new Page.Results(results.number() + 1, results.found()));
    } else if (what.equals(Page.PREVIOUS.toLowerCase(Locale.ROOT))) {
      results(new Page.Results(results.number() - 1, results.found()));
    } else {
      store
          .product(what.toUpperCase(Locale.ROOT))
          .ifPresent(p -> page = new Page.Shelf(p, results));
    }
  }

  private Optional<Reward> inFrontOf(Page.Shelf shelf, String what) {
    if (what.equals(Page.BUY.toLowerCase(Locale.ROOT))) {
      Product product = shelf.product();
      return Optional.of(Reward.of(product, store.price(product), chosen.values(), goal));
    }
    Optional<String> sub =
        subPages().stream().filter(name -> name.toLowerCase(Locale.ROOT).equals(what)).findFirst();
    if (what.equals(Page.PREVIOUS.toLowerCase(Locale.ROOT))) {
      results(shelf.back());
    } else if (sub.isPresent()) {
      page = new Page.SubPage(sub.get(), shelf);
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
  private void results(Page.Results results) {
    chosen.clear();
    page = results;
  }

  /** What may be clicked here and now, in lower case. */
  List<String> clickable() {
    return page.clickable(subPages());
  }

  private List<String> subPages() {
    return showAttributes
        ? Stream.concat(SUB_PAGES.stream(), Stream.of(ATTRIBUTES)).toList()
        : SUB_PAGES;
  }

  /** The page, its texts parted by {@code [SEP]}. */
  String observation() {
    return page.text(goal.instruction(), subPages());
  }
}
