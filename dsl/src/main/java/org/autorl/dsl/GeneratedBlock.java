package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.Map;
import org.autorl.records.DataSource;

/** {@code data generated('family') { ... }}: items that this project makes. */
public final class GeneratedBlock extends DataBlock {
  private final String family;

  GeneratedBlock(String family, String task, Reading reading) {
    super("generated", task, reading);
    this.family = family;
  }

  /** What the agent sees. */
  @Word(
      value = "Items that the agent sees: how many, and the seed that makes them.",
      example = "visible 4000, seed: 1")
  public void visible(
      @NamedParam(value = "seed", type = long.class, required = true) Map<String, ?> named,
      int items) {
    visibleSaid.say(Part.of(named, items));
  }

  /** What submissions are graded on while the clock runs. */
  @Word(
      value = "Hidden items that each submission is graded on while the clock runs.",
      example = "practice 100, seed: 5502938461177320946L")
  public void practice(
      @NamedParam(value = "seed", type = long.class, required = true) Map<String, ?> named,
      int items) {
    practiceSaid.say(Part.of(named, items));
  }

  /** What the chosen submission is graded on. */
  @Word(
      value = "Hidden items that the final submission alone is graded on, once, after the clock.",
      example = "sealed 200, seed: 1938470265519043387L")
  public void sealed(
      @NamedParam(value = "seed", type = long.class, required = true) Map<String, ?> named,
      int items) {
    sealedSaid.say(Part.of(named, items));
  }

  @Override
  void checkValues() {
    if (!Known.FAMILIES.contains(family)) {
      problem(
          "`" + family + "` is no item family",
          "families are " + Words.list(Known.FAMILIES),
          Known.hint(family, Known.FAMILIES, "A new family is Java, in `environments/`."));
    }
    super.checkValues();
  }

  /** The content of an item decides its split, so equal seeds are no overlap but a give-away. */
  @Override
  void checkApart(Slot<Part> one, Slot<Part> other) {
    if (seed(one.value()) == seed(other.value()) && one == practiceSaid) {
      reading()
          .problem(
              other.place(),
              "`practice` and `sealed` have the same seed",
              "whoever learns one seed would know both splits",
              "Give `sealed` a seed of its own, long and random.");
    }
  }

  private static long seed(Part part) {
    return named(part.named(), "seed", Number.class).longValue();
  }

  @Override
  DataSource source(Part part) {
    return new DataSource.Generated(family, seed(part));
  }
}
