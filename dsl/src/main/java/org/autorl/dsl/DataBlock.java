package org.autorl.dsl;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.DataSource;
import org.autorl.records.Split;

/** A source of items, and which of them are visible, practice and sealed. */
public abstract class DataBlock extends Block {
  /** What is taken of the source for one split. */
  record Part(int items, Map<String, ?> named) {
    static Part of(Map<String, ?> named, int items) {
      return new Part(items, Map.copyOf(named));
    }
  }

  final Slot<Part> visibleSaid = optional("visible");
  final Slot<Part> practiceSaid = optional("practice");
  final Slot<Part> sealedSaid = optional("sealed");

  DataBlock(String word, String task, Reading reading) {
    super(word, "`" + word + "` of `" + task + "`", reading);
  }

  /** Where the items of one split come from; called when all is right. */
  abstract DataSource source(Part part);

  /** What two splits of this source must not share; reported where the later one stands. */
  abstract void checkApart(Slot<Part> one, Slot<Part> other);

  @Override
  void checkValues() {
    for (Slot<Part> slot : splits()) {
      if (slot.isSaid() && slot.value().items() < 1) {
        reading()
            .problem(
                slot.place(),
                "`" + slot.word() + "` has " + slot.value().items() + " items",
                "a split needs at least one",
                "Write `" + Words.of(getClass()).example(slot.word()) + "`.");
      }
    }
    if (splits().stream().noneMatch(Slot::isSaid)) {
      problem(
          "this source is not used",
          "a source has one or more of `visible`, `practice` and `sealed`",
          "Say which items of it are which, or take it out.");
    }
    checkPair(visibleSaid, practiceSaid);
    checkPair(visibleSaid, sealedSaid);
    checkPair(practiceSaid, sealedSaid);
  }

  private void checkPair(Slot<Part> one, Slot<Part> other) {
    if (one.isSaid() && other.isSaid()) {
      checkApart(one, other);
    }
  }

  final List<Slot<Part>> splits() {
    return List.of(visibleSaid, practiceSaid, sealedSaid);
  }

  /** The split that this word says, if this source has it. */
  final Optional<Split> split(String word) {
    return splits().stream()
        .filter(slot -> slot.word().equals(word))
        .flatMap(slot -> slot.found().stream())
        .map(part -> new Split(source(part), part.items()))
        .findFirst();
  }
}
