package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.autorl.records.Level;
import org.autorl.records.Suite;

/** {@code suite('name') { ... }}: tasks that are scored together. */
public final class SuiteBlock extends Block {
  private final String name;
  private final Slot<String> aboutSaid = mandatory("about");
  private final Slot<Integer> protocolSaid = mandatory("protocol");
  private final Slot<List<Number>> seedsSaid = mandatory("seeds");
  private final List<LevelBlock> levels = new ArrayList<>();

  SuiteBlock(String name, Reading reading, Place place) {
    super("suite", "the suite", reading, place);
    this.name = name;
  }

  /** What the suite is about. */
  @Word(
      value = "What the suite asks, in a sentence for readers of the board.",
      example = "about 'Make a small policy better at a checkable skill.'")
  public void about(String text) {
    aboutSaid.say(text);
  }

  /** The version of the rules. */
  @Word(
      value = "Version of the rules, from 1. Scores of two versions are never compared.",
      example = "protocol 1")
  public void protocol(int version) {
    protocolSaid.say(version);
  }

  /** Seeds of attempts. */
  @Word(
      value = "Seeds of attempts, each once; the first is what a run takes unless told otherwise.",
      example = "seeds 11, 12, 13")
  public void seeds(Number... values) {
    seedsSaid.say(List.of(values));
  }

  /** A step of difficulty. */
  @Word(
      value = "A step of difficulty: its number, its title, a block. At least one.",
      example = "level(1, 'Static rule') { ... }")
  public void level(
      int number,
      String title,
      @DelegatesTo(value = LevelBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    levels.add(open(new LevelBlock(number, title, reading()), body));
  }

  @Override
  void checkValues() {
    if (name.isBlank()) {
      problem("a suite's name is blank", "", "Write `suite('embedded') { ... }`.");
    }
    requireText(aboutSaid);
    require(
        protocolSaid,
        version -> version > 0,
        "`protocol` is %d",
        "versions count from 1",
        "Write `protocol 1`.");
    require(
        seedsSaid, list -> !list.isEmpty(), "`seeds` names no seed", "", "Write `seeds 11, 12`.");
    require(
        seedsSaid,
        list -> list.stream().allMatch(seed -> seed instanceof Integer || seed instanceof Long),
        "`seeds` names what is no whole number: %s",
        "seeds are whole numbers of at most 64 bits",
        "Write `seeds 11, 12, 13`.");
    require(
        seedsSaid,
        list -> list.stream().map(Number::longValue).distinct().count() == list.size(),
        "`seeds` names a seed twice: %s",
        "two attempts with one seed are one attempt",
        "Make each seed another number.");
    if (levels.isEmpty()) {
      problem(
          "the suite has no `level`",
          "a suite needs at least one",
          "Add `level(1, 'Title') { ... }`.");
    }
    checkNumbers();
    checkIds();
  }

  private void checkNumbers() {
    TreeMap<Integer, Place> numbers = new TreeMap<>();
    for (LevelBlock level : levels) {
      if (!numbers.isEmpty() && level.number() <= numbers.lastKey()) {
        level.problem(
            "level " + level.number() + " stands after level " + numbers.lastKey(),
            "levels stand by rising number, each once",
            "Give it a higher number, or move it up.");
      }
      numbers.put(level.number(), level.place());
    }
  }

  private void checkIds() {
    TreeMap<String, Place> ids = new TreeMap<>();
    for (LevelBlock level : levels) {
      for (TaskBlock task : level.tasks()) {
        Place first = ids.putIfAbsent(task.id(), task.place());
        if (first != null) {
          task.problem(
              "there are two tasks `" + task.id() + "`",
              "the first is in line " + first.line(),
              "Give this one another id.");
        }
      }
    }
  }

  Suite suite() {
    List<Level> frozen = levels.stream().map(LevelBlock::level).toList();
    List<Long> longs = seedsSaid.value().stream().map(Number::longValue).toList();
    return new Suite(name, aboutSaid.value(), protocolSaid.value(), longs, frozen);
  }
}
