package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.List;
import java.util.Map;
import org.autorl.records.Split;
import org.autorl.records.TaskData;

/** {@code data('family') { ... }}: where a task's items come from. */
public final class DataBlock extends Block {
  /** The item families; the environments room makes them. */
  static final List<String> FAMILIES = List.of("arithmetic", "household", "letters");

  private record Amount(int items, long seed) {}

  private final String family;
  private final Slot<Amount> visibleSaid = mandatory("visible");
  private final Slot<Amount> practiceSaid = mandatory("practice");
  private final Slot<Amount> sealedSaid = mandatory("sealed");

  DataBlock(String family, String task, Reading reading) {
    super("data", "`data` of `" + task + "`", reading);
    this.family = family;
  }

  /** What the agent sees. */
  @Word(
      value = "Items that the agent sees: how many, and the seed that makes them.",
      example = "visible 4000, seed: 1")
  public void visible(
      @NamedParam(value = "seed", type = long.class, required = true) Map<String, ?> named,
      int items) {
    visibleSaid.say(amount(named, items));
  }

  /** What submissions are graded on while the clock runs. */
  @Word(
      value = "Hidden items that each submission is graded on while the clock runs.",
      example = "practice 100, seed: 5502938461177320946L")
  public void practice(
      @NamedParam(value = "seed", type = long.class, required = true) Map<String, ?> named,
      int items) {
    practiceSaid.say(amount(named, items));
  }

  /** What the chosen submission is graded on. */
  @Word(
      value = "Hidden items that the final submission alone is graded on, once, after the clock.",
      example = "sealed 200, seed: 1938470265519043387L")
  public void sealed(
      @NamedParam(value = "seed", type = long.class, required = true) Map<String, ?> named,
      int items) {
    sealedSaid.say(amount(named, items));
  }

  private static Amount amount(Map<String, ?> named, int items) {
    return new Amount(items, named(named, "seed", Number.class).longValue());
  }

  @Override
  void checkValues() {
    if (!FAMILIES.contains(family)) {
      problem(
          "`" + family + "` is no item family",
          "families are " + Words.list(FAMILIES),
          Words.nearest(family, FAMILIES)
              .map(word -> "Did you mean `" + word + "`?")
              .orElse("A new family is Java, in `environments/`."));
    }
    for (Slot<Amount> slot : List.of(visibleSaid, practiceSaid, sealedSaid)) {
      if (slot.isSaid() && slot.value().items() < 1) {
        reading()
            .problem(
                slot.place(),
                "`" + slot.word() + "` has " + slot.value().items() + " items",
                "a split needs at least one",
                "Write `" + Words.of(DataBlock.class).example(slot.word()) + "`.");
      }
    }
    checkSeeds();
  }

  private void checkSeeds() {
    if (practiceSaid.isSaid()
        && sealedSaid.isSaid()
        && practiceSaid.value().seed() == sealedSaid.value().seed()) {
      reading()
          .problem(
              sealedSaid.place(),
              "`practice` and `sealed` have the same seed",
              "whoever learns one seed would know both splits",
              "Give `sealed` a seed of its own, long and random.");
    }
  }

  TaskData data() {
    return new TaskData(family, split(visibleSaid), split(practiceSaid), split(sealedSaid));
  }

  private static Split split(Slot<Amount> slot) {
    return new Split(slot.value().items(), slot.value().seed());
  }
}
