package org.autorl.runner.budget;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * An attempt's time by phase, in whole milliseconds; a phase that has not been is left out. The
 * phases follow each other without overlap, so that they sum to the wall time.
 */
public record Account(Map<Phase, Duration> phases) {
  public Account {
    Map<Phase, Duration> copy = new EnumMap<>(Phase.class);
    phases.forEach(
        (phase, time) -> {
          if (time.toMillis() > 0) {
            copy.put(phase, Duration.ofMillis(time.toMillis()));
          }
        });
    phases = Collections.unmodifiableMap(copy);
  }

  /** Of an attempt that has not begun. */
  public static Account empty() {
    return new Account(Map.of());
  }

  /** Time in one phase. */
  public Duration of(Phase phase) {
    return phases.getOrDefault(phase, Duration.ZERO);
  }

  /** Time of all phases. */
  public Duration wall() {
    return phases.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** Time that counts against the agent's budget. */
  public Duration charged() {
    return of(Phase.AGENT);
  }

  /** Time that the agent waited for the grader, which does not count. */
  public Duration waited() {
    return Phase.WAITED.stream().map(this::of).reduce(Duration.ZERO, Duration::plus);
  }

  /** Of two accounts of one attempt, what was ever written down: no time is given back. */
  public Account orMore(Account other) {
    Map<Phase, Duration> most = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      Duration one = of(phase);
      most.put(phase, one.compareTo(other.of(phase)) < 0 ? other.of(phase) : one);
    }
    return new Account(most);
  }

  /** This account up to a moment at which the attempt was so old: it stood still meanwhile. */
  public Account resumedAt(Duration age) {
    Duration stopped = age.minus(wall());
    if (stopped.isNegative()) {
      // The calendar was set back. What the runner's own clock has counted stays.
      return this;
    }
    Map<Phase, Duration> more = new EnumMap<>(Phase.class);
    more.putAll(phases);
    more.merge(Phase.STOPPED, stopped, Duration::plus);
    return new Account(more);
  }
}
