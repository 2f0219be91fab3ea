package org.autorl.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a block keeps what a word said. */
final class Slot<T> {
  private final String word;
  private final Reading reading;
  private final List<T> said = new ArrayList<>(1);
  private final List<Slot<?>> instead = new ArrayList<>(1);
  private Place place = Place.START;
  private boolean adopted;

  Slot(String word, Reading reading) {
    this.word = word;
    this.reading = reading;
  }

  /** Says a word that stands once in its block. */
  void say(T value) {
    Place here = reading.here(word);
    if (isNothing(value, here)) {
      return;
    }
    if (said.isEmpty()) {
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

  /** Says a word that may stand several times in its block. */
  void sayMore(T value) {
    Place here = reading.here(word);
    if (!isNothing(value, here)) {
      place = said.isEmpty() ? here : place;
      said.add(value);
    }
  }

  private boolean isNothing(T value, Place here) {
    // Groovy lets `null` pass for any type.
    boolean nothing = Optional.ofNullable(value).isEmpty();
    if (nothing) {
      reading.problem(here, "`" + word + "` is null", "", "Say what it is.");
    }
    return nothing;
  }

  /** Makes the other word stand for this one, where it is said. */
  void orInstead(Slot<?> other) {
    instead.add(other);
  }

  /** Takes what the same word of a profile says, unless this block says it itself. */
  @SuppressWarnings("unchecked") // Two blocks with this word keep it in slots of one type.
  void adopt(Slot<?> other) {
    if (!isSaid() && other.isSaid() && instead.stream().noneMatch(Slot::isSaid)) {
      said.addAll((List<T>) other.said);
      place = other.place;
      adopted = true;
    } else if (isSaid() && other.isSaid()) {
      Object own = said.get(0);
      if (own instanceof Block block && other.said.get(0) instanceof Block profiles) {
        block.adopt(profiles);
      }
    }
  }

  String word() {
    return word;
  }

  boolean isSaid() {
    return !said.isEmpty();
  }

  /** Whether nothing is missing: this word is said, or the one that may stand for it. */
  boolean isSettled() {
    return isSaid() || instead.stream().anyMatch(Slot::isSaid);
  }

  /** Whether this block itself says it; what a profile says is checked there. */
  boolean isOwn() {
    return isSaid() && !adopted;
  }

  /** The value; a check of the block has made sure that there is one. */
  T value() {
    return said.get(0);
  }

  Optional<T> found() {
    return said.stream().findFirst();
  }

  List<T> values() {
    return List.copyOf(said);
  }

  T valueOr(T other) {
    return said.isEmpty() ? other : said.get(0);
  }

  Place place() {
    return place;
  }
}
