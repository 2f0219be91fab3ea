package org.autorl.environments.webshop;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.autorl.environments.TextIndex;

/** What a shop sells, its prices, and an index over it; it does not change. */
public final class Store {
  /** How many products a search finds, at most. */
  static final int FOUND = 50;

  private static final double NO_PRICE = 100;

  private final List<Product> products;
  private final List<Product> indexed;
  private final Map<String, Product> byAsin = new HashMap<>();
  private final TextIndex index;
  private final long priceSeed;

  /**
   * Opens a shop.
   *
   * @param priceSeed decides what a product costs whose price is a range. The original draws that
   *     anew in each process, so that its rewards move.
   */
  public Store(List<Product> products, long priceSeed) {
    this.products = List.copyOf(products);
    this.priceSeed = priceSeed;
    products.forEach(product -> byAsin.put(product.asin(), product));
    // Pyserini breaks ties by the document's name, which is the number of the product.
    indexed = products.stream().sorted(Comparator.comparing(Product::asin)).toList();
    index = TextIndex.ofEnglish(indexed.stream().map(Product::searchText).toList());
  }

  /** In the order of the file. */
  List<Product> products() {
    return products;
  }

  Optional<Product> product(String asin) {
    return Optional.ofNullable(byAsin.get(asin));
  }

  /** The {@value #FOUND} products that fit best, best first. */
  List<Product> search(String keywords) {
    return index.search(keywords, 0, FOUND).stream().map(indexed::get).toList();
  }

  /** What a product costs, in dollars. */
  double price(Product product) {
    return price(product, priceSeed);
  }

  /** Uniform in the range, and the same whatever else the shop sells. */
  static double price(Product product, long seed) {
    List<BigDecimal> prices = product.prices();
    if (prices.isEmpty()) {
      return NO_PRICE;
    }
    double low = prices.get(0).doubleValue();
    if (prices.size() == 1) {
      return low;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(product.asin().getBytes(StandardCharsets.UTF_8));
    double share = new SplittableRandom(seed ^ checksum.getValue()).nextDouble();
    return low + share * (prices.get(1).doubleValue() - low);
  }
}
