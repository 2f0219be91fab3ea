package org.autorl.records;

/**
 * What a score counts.
 *
 * @param name for example {@code accuracy}
 * @param unit for example {@code %}
 * @param higherIsBetter the direction; never guessed from results
 */
public record Metric(String name, String unit, boolean higherIsBetter) {
  public Metric {
    Check.text(name, "a metric's name");
    Check.text(unit, "a metric's unit");
  }
}
