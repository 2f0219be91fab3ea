package org.autorl.runner.budget;

/** A meter of what can fall again, such as memory; somebody measures and sets it. Thread-safe. */
public final class Gauge implements Meter {
  private double last;
  private double peak;

  /** What was just measured. */
  public synchronized void set(double amount) {
    last = amount;
    peak = Math.max(peak, amount);
  }

  @Override
  public synchronized double spent() {
    return last;
  }

  /** The most that was ever measured. */
  public synchronized double peak() {
    return peak;
  }
}
