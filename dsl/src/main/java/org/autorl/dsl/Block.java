package org.autorl.dsl;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A block of a task file. Words fill slots; when the whole file is read, blocks check themselves
 * and, if all are right, become records.
 */
abstract class Block {
  private final String name;
  private final String title;
  private final Place place;
  private final Reading reading;
  private final Map<String, Slot<?>> slots = new LinkedHashMap<>();
  private final List<Slot<?>> mandatory = new ArrayList<>();
  private final List<Block> children = new ArrayList<>();

  /**
   * @param name the word that opens this block
   * @param title the block for people: {@code `budget` of `word-problems`}
   */
  Block(String name, String title, Reading reading) {
    this(name, title, reading, reading.here(name));
  }

  Block(String name, String title, Reading reading, Place place) {
    this.name = name;
    this.title = title;
    this.place = place;
    this.reading = reading;
  }

  /** What this block alone must hold, beyond that its mandatory words are said. */
  void checkValues() {}

  /** Reports what is missing and what is wrong, here and in all blocks inside. */
  final void check() {
    List<String> missing =
        mandatory.stream().filter(slot -> !slot.isSettled()).map(Slot::word).toList();
    if (!missing.isEmpty() && !excused()) {
      Words words = Words.of(getClass());
      problem(
          title + " lacks " + Words.list(missing),
          "`" + name + "` needs " + Words.list(mandatory.stream().map(Slot::word).toList()),
          "Add " + Words.list(missing.stream().map(words::example).toList()) + ".");
    }
    checkValues();
    children.forEach(Block::check);
  }

  final <T> Slot<T> mandatory(String word) {
    Slot<T> slot = optional(word);
    mandatory.add(slot);
    return slot;
  }

  final <T> Slot<T> optional(String word) {
    Slot<T> slot = new Slot<>(word, reading);
    slots.put(word, slot);
    return slot;
  }

  /** Takes each word that this block does not say itself from another one. */
  final void adopt(Block profile) {
    slots.forEach(
        (word, slot) -> Optional.ofNullable(profile.slots.get(word)).ifPresent(slot::adopt));
  }

  /** Whether missing words are not worth a message, because of a mistake that has one already. */
  boolean excused() {
    return false;
  }

  /** Evaluates the body of a block inside this one. */
  final <B extends Block> B open(B block, Closure<?> body) {
    children.add(block);
    block.fill(body);
    return block;
  }

  /** Takes in a block that another file has filled. */
  final void add(Block block) {
    children.add(block);
  }

  final void fill(Closure<?> body) {
    body.setDelegate(this);
    body.setResolveStrategy(Closure.DELEGATE_ONLY);
    body.call();
  }

  final void problem(String what, String allowed, String hint) {
    reading.problem(place, what, allowed, hint);
  }

  /** Reports the value of a slot where it stands, unless it is not said or holds. */
  final <T> void require(
      Slot<T> slot, Predicate<T> holds, String what, String allowed, String hint) {
    if (slot.isOwn() && !holds.test(slot.value())) {
      reading.problem(slot.place(), String.format(Locale.ROOT, what, slot.value()), allowed, hint);
    }
  }

  final void requireText(Slot<String> slot) {
    require(
        slot,
        text -> !text.isBlank(),
        "`" + slot.word() + "` is blank",
        "",
        "Say it in a sentence, or a word.");
  }

  /** A named value that the type checker has made sure of. */
  static <T> T named(Map<String, ?> values, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(values.get(name), name + " is null"));
  }

  /** A named value that may be left out. */
  static <T> Optional<T> ifNamed(Map<String, ?> values, String name, Class<T> type) {
    return Optional.ofNullable(values.get(name)).map(type::cast);
  }

  final Reading reading() {
    return reading;
  }

  final Place place() {
    return place;
  }
}
