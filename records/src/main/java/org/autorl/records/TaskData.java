package org.autorl.records;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A task's items.
 *
 * @param visible what the agent sees
 * @param practice what submissions are graded on while the clock runs; hidden
 * @param sealed what the chosen submission is graded on, once, after the clock; hidden
 */
public record TaskData(Split visible, Split practice, Split sealed) {
  /** The sources, each once, for people. */
  public String sources() {
    return Stream.of(visible, practice, sealed)
        .map(split -> split.source().name())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
