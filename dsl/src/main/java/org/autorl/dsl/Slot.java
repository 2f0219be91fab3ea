package org.autorl.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a block keeps what a word said; at most once. */
final class Slot<T> {
  private final String word;
  private final Reading reading;
  private final List<T> said = new ArrayList<>(1);
  private Place place = Place.START;

  Slot(String word, Reading reading) {
    this.word = word;
    this.reading = reading;
  }

  void say(T value) {
    Place here = reading.here(word);
    // Groovy lets `null` pass for any type.
    if (Optional.ofNullable(value).isEmpty()) {
      reading.problem(here, "`" + word + "` is null", "", "Say what it is.");
    } else if (said.isEmpty()) {
      said.add(value);
      place = here;
    } else {
      reading.problem(
          here,
          "`" + word + "` is said twice",
          "the first is in line " + place.line(),
          "Keep one of the two.");
    }
  }

  String word() {
    return word;
  }

  boolean isSaid() {
    return !said.isEmpty();
  }

  /** The value; a check of the block has made sure that there is one. */
  T value() {
    return said.get(0);
  }

  T valueOr(T other) {
    return said.isEmpty() ? other : said.get(0);
  }

  Place place() {
    return place;
  }
}
