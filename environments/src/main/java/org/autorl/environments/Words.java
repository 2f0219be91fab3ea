package org.autorl.environments;

import java.util.List;
import java.util.SplittableRandom;

/** Draws words. */
final class Words {
  static final List<String> NAMES =
      List.of(
          "Ana", "Ben", "Carla", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ida", "Jonas", "Kira",
          "Leo", "Mia", "Nils", "Olga", "Paul");

  private Words() {}

  static <T> T pick(List<T> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }

  /** {@code n} of {@code words}, distinct, in random order. */
  static <T> List<T> pick(List<T> words, int n, SplittableRandom random) {
    java.util.ArrayList<T> rest = new java.util.ArrayList<>(words);
    java.util.ArrayList<T> chosen = new java.util.ArrayList<>();
    for (int i = 0; i < n; i++) {
      chosen.add(rest.remove(random.nextInt(rest.size())));
    }
    return List.copyOf(chosen);
  }
}
