package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.DataSource;

/** A source that has rows in an order, in one or more splits of its own. */
public abstract class RowsBlock extends DataBlock {
  private final Slot<Number> shuffleSaid = optional("shuffle");

  private final String licence;

  /**
   * @param named what stands beside the source's address: {@code licence:} and others
   */
  RowsBlock(String word, Map<String, ?> named, String task, Reading reading) {
    super(word, task, reading);
    this.licence = named(named, "licence", String.class);
  }

  final String licence() {
    return licence;
  }

  /** What the agent sees. */
  @Word(
      value =
          "Rows that the agent sees: how many, of which split of the source (or which file of it,"
              + " such as `test.jsonl`), after how many others (default 0).",
      example = "visible 6973, of: 'train'")
  public void visible(
      @NamedParam(value = "of", type = String.class) @NamedParam(value = "after", type = long.class)
          Map<String, ?> named,
      int items) {
    visibleSaid.say(Part.of(named, items));
  }

  /** What submissions are graded on while the clock runs. */
  @Word(
      value = "Rows that each submission is graded on while the clock runs.",
      example = "practice 500, of: 'train', after: 6973")
  public void practice(
      @NamedParam(value = "of", type = String.class) @NamedParam(value = "after", type = long.class)
          Map<String, ?> named,
      int items) {
    practiceSaid.say(Part.of(named, items));
  }

  /** What the chosen submission is graded on. */
  @Word(
      value = "Rows that the final submission alone is graded on, once, after the clock.",
      example = "sealed 1319, of: 'test'")
  public void sealed(
      @NamedParam(value = "of", type = String.class) @NamedParam(value = "after", type = long.class)
          Map<String, ?> named,
      int items) {
    sealedSaid.say(Part.of(named, items));
  }

  /** The first rows of the only split. */
  public void visible(int items) {
    visibleSaid.say(Part.of(Map.of(), items));
  }

  /** The first rows of the only split. */
  public void practice(int items) {
    practiceSaid.say(Part.of(Map.of(), items));
  }

  /** The first rows of the only split. */
  public void sealed(int items) {
    sealedSaid.say(Part.of(Map.of(), items));
  }

  /** Another order of the rows. */
  @Word(
      value =
          "Seed of a shuffle of all rows of a split before any are taken; our own one, not that of"
              + " Python or of `datasets`. Default: the source's order.",
      example = "shuffle 42")
  public void shuffle(Number seed) {
    shuffleSaid.say(seed);
  }

  @Override
  void checkValues() {
    if (!licence.matches("[A-Za-z0-9.+-]+")) {
      problem(
          "`" + licence + "` is no licence",
          "a licence is an SPDX identifier, such as `MIT`, `CC-BY-4.0` or `LicenseRef-Name`",
          "Look at the source's page for it.");
    }
    super.checkValues();
    for (Slot<Part> slot : splits()) {
      require(
          slot,
          part -> after(part) >= 0,
          "`after:` of `" + slot.word() + "` is negative",
          "rows count from 0",
          "Leave `after:` out for the first rows.");
    }
  }

  @Override
  void checkApart(Slot<Part> one, Slot<Part> other) {
    Part a = one.value();
    Part b = other.value();
    long from = Math.max(after(a), after(b));
    long to = Math.min(after(a) + a.items(), after(b) + b.items());
    if (of(a).equals(of(b)) && from < to) {
      reading()
          .problem(
              other.place(),
              "`%s` and `%s` share %s%s"
                  .formatted(
                      one.word(),
                      other.word(),
                      to - from == 1 ? "row " + from : "rows %d to %d".formatted(from, to - 1),
                      of(a).map(split -> " of `" + split + "`").orElse("")),
              "the three splits of a task have no row in common",
              "Start this one with `after: " + (after(a) + a.items()) + "`.");
    }
  }

  static Optional<String> of(Part part) {
    return ifNamed(part.named(), "of", String.class);
  }

  static long after(Part part) {
    return ifNamed(part.named(), "after", Number.class).map(Number::longValue).orElse(0L);
  }

  final DataSource.Rows rows(Part part) {
    return new DataSource.Rows(
        of(part), Math.toIntExact(after(part)), shuffleSaid.found().map(Number::longValue));
  }
}
