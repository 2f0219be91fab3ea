package org.autorl.records;

/**
 * Where a task's items come from.
 *
 * @param family name of the item family, for example {@code arithmetic}
 * @param visible what the agent sees
 * @param practice what submissions are graded on while the clock runs; hidden
 * @param sealed what the chosen submission is graded on, once, after the clock; hidden
 */
public record TaskData(String family, Split visible, Split practice, Split sealed) {
  public TaskData {
    Check.text(family, "a family's name");
  }
}
