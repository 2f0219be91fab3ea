package org.autorl.environments.webshop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where the customer is: what can be read there, and what can be clicked. */
sealed interface Page {
  /** Products on a page of results. */
  int PRODUCTS = 10;

  String SEPARATOR = " [SEP] ";
  String BACK = "Back to Search";
  String PREVIOUS = "< Prev";
  String NEXT = "Next >";
  String BUY = "Buy Now";

  /** The way in. */
  record Start() implements Page {
    @Override
    public void read(List<String> texts, List<String> subPages) {}

    @Override
    public void click(Set<String> words, List<String> subPages) {}
  }

  /**
   * A page of results.
   *
   * @param number from 1
   * @param found all that the search found
   */
  record Results(int number, List<Product> found) implements Page {
    List<Product> shown() {
      int from = Math.min(found.size(), (number - 1) * PRODUCTS);
      return found.subList(from, Math.min(found.size(), from + PRODUCTS));
    }

    @Override
    public void read(List<String> texts, List<String> subPages) {
      texts.add("Page %d (Total results: %d)".formatted(number, found.size()));
      if (number > 1) {
        texts.add(PREVIOUS);
      }
      texts.add(NEXT);
      for (Product product : shown()) {
        texts.addAll(List.of(product.asin(), product.title(), product.priceTag()));
      }
    }

    @Override
    public void click(Set<String> words, List<String> subPages) {
      if (number > 1) {
        words.add(PREVIOUS);
      }
      words.add(NEXT);
      shown().forEach(product -> words.add(product.asin()));
    }
  }

  /** In front of a product. */
  record Shelf(Product product, Results back) implements Page {
    @Override
    public void read(List<String> texts, List<String> subPages) {
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
      texts.addAll(subPages);
      texts.add(BUY);
    }

    @Override
    public void click(Set<String> words, List<String> subPages) {
      words.add(PREVIOUS);
      words.addAll(subPages);
      words.add(BUY);
      product.options().values().forEach(words::addAll);
    }
  }

  /** What one of a product's buttons shows. */
  record SubPage(String name, Shelf back) implements Page {
    @Override
    public void read(List<String> texts, List<String> subPages) {
      Product product = back.product();
      texts.add(PREVIOUS);
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

    @Override
    public void click(Set<String> words, List<String> subPages) {
      words.add(PREVIOUS);
    }
  }

  /** Adds the texts below the instruction and the way back, in their order. */
  void read(List<String> texts, List<String> subPages);

  /** Adds what can be clicked besides the way back, in its order. */
  void click(Set<String> words, List<String> subPages);

  /**
   * All that can be clicked, in lower case.
   *
   * @param subPages the buttons of a product that show more of it
   */
  default List<String> clickable(List<String> subPages) {
    Set<String> words = new LinkedHashSet<>();
    if (!(this instanceof Start)) {
      words.add(BACK);
    }
    click(words, subPages);
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).distinct().toList();
  }

  /** All that can be read, as the original's text mode has it. */
  default String text(String instruction, List<String> subPages) {
    List<String> texts = new ArrayList<>();
    boolean start = this instanceof Start;
    if (start) {
      texts.add("WebShop");
    }
    texts.addAll(List.of("Instruction:", instruction, start ? "Search" : BACK));
    read(texts, subPages);
    return String.join(SEPARATOR, texts.stream().filter(Page::isText).map(Texts::strip).toList());
  }

  /** The original's reader of pages takes white space with a line break for layout. */
  private static boolean isText(String text) {
    return !text.isEmpty() && !(text.isBlank() && text.indexOf('\n') >= 0);
  }
}
