package org.autorl.site.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.autorl.records.Digest;
import org.autorl.records.ItemResult;

/**
 * What each item of a split gave, in little room: there may be a hundred thousand attempts, and all
 * on one task share their items.
 *
 * @param ids digest of the items' ids, in their order; the ids themselves are kept once
 * @param values one an item, with a blank between two; {@code -} has no score
 */
public record ItemScores(String ids, String values) {
  private static final String NONE = "-";

  /** The scores of these items; their ids are added to those that are known. */
  static ItemScores of(List<ItemResult> results, Map<String, List<String>> known) {
    List<String> names = results.stream().map(ItemResult::id).toList();
    String digest = Digest.sha256(String.join("\n", names)).substring(0, 16);
    known.putIfAbsent(digest, names);
    return new ItemScores(
        digest,
        results.stream()
            .map(result -> result.score().map(ItemScores::text).orElse(NONE))
            .collect(Collectors.joining(" ")));
  }

  private static String text(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** The items again; empty if their ids are not known. */
  public List<ItemResult> results(Map<String, List<String>> known) {
    List<String> names = known.getOrDefault(ids, List.of());
    String[] parts = values.split(" ");
    List<ItemResult> results = new ArrayList<>();
    for (int i = 0; i < Math.min(names.size(), parts.length); i++) {
      results.add(
          parts[i].equals(NONE)
              ? ItemResult.unscored(names.get(i), "no score")
              : new ItemResult(names.get(i), Double.parseDouble(parts[i])));
    }
    return results;
  }

  /** The scores in the order of the items, each multiplied; empty if an item has none. */
  public Optional<List<Double>> all(double unit) {
    List<Double> all = new ArrayList<>();
    Double right = unit;
    Double wrong = 0.0;
    int from = 0;
    while (from < values.length()) {
      int blank = values.indexOf(' ', from);
      int to = blank < 0 ? values.length() : blank;
      char first = values.charAt(from);
      if (first == '-') {
        return Optional.empty();
      }
      // Most items are right or wrong.
      boolean binary = to - from == 1 && first <= '1';
      all.add(
          binary
              ? first == '1' ? right : wrong
              : Double.valueOf(Double.parseDouble(values.substring(from, to)) * unit));
      from = to + 1;
    }
    return Optional.of(all);
  }
}
