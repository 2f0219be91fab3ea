package org.autorl.dsl;

import java.util.List;

/** Names of what other rooms provide; specs there hold these lists to what there is. */
final class Known {
  /** Item families, in the environments room. */
  static final List<String> FAMILIES =
      List.of(
          "alfworld",
          "arithmetic",
          "household",
          "letters",
          "search",
          "shop",
          "stack-code",
          "webshop",
          "world-facts");

  /** Interactive worlds. */
  static final List<String> ENVIRONMENTS =
      List.of("alfworld", "household", "search", "shop", "webshop", "world-facts");

  /** Languages of programs that are graded by running them. */
  static final List<String> LANGUAGES = List.of("python", "stack");

  /** Names of metrics; besides, {@code pass@} with any k. */
  static final List<String> METRICS =
      List.of(
          "accuracy",
          "error",
          "hit rate at 10",
          "length-controlled win rate",
          "mean absolute error",
          "mean reward",
          "pass@1",
          "ROUGE-L",
          "score",
          "success rate",
          "win rate");

  private Known() {}

  /** Whether readers know what a metric of this name counts. */
  static boolean isMetric(String name) {
    return METRICS.contains(name) || name.matches("pass@[1-9][0-9]*");
  }

  /** What to do about a name that is not known. */
  static String hint(String name, List<String> known, String otherwise) {
    return Words.nearest(name, known).map(word -> "Did you mean `" + word + "`?").orElse(otherwise);
  }
}
