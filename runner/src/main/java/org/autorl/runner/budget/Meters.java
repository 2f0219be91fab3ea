package org.autorl.runner.budget;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Budget;
import org.autorl.records.Json;
import org.autorl.records.Spent;

/** What an attempt has spent of each kind, against what it may. Thread-safe. */
public final class Meters {
  private final Budget budget;
  private final AttemptClock clock;
  private final Map<Kind, Meter> meters = new EnumMap<>(Kind.class);

  /**
   * Meters of an attempt.
   *
   * @param clock measures the three kinds of time
   * @param others meters of other kinds; a kind without one is said not to be measured
   */
  public Meters(Budget budget, AttemptClock clock, Map<Kind, Meter> others) {
    this.budget = budget;
    this.clock = clock;
    meters.put(Kind.WALL_CLOCK, () -> seconds(clock.account().wall()));
    meters.put(Kind.AGENT, () -> seconds(clock.charged()));
    meters.put(Kind.WAITING, () -> seconds(clock.account().waited()));
    meters.putAll(others);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  /** The clock of these meters. */
  public AttemptClock clock() {
    return clock;
  }

  /** What is spent of a kind; absent where nothing measures it. */
  public Optional<Double> spent(Kind kind) {
    return Optional.ofNullable(meters.get(kind)).map(Meter::spent);
  }

  /** Whether more is spent than the task allows; time is over once all of it is spent. */
  public boolean isOverdrawn(Kind kind) {
    Optional<Double> limit = kind.limit(budget);
    return kind == Kind.AGENT
        ? clock.expired()
        : limit.isPresent() && spent(kind).filter(amount -> amount > limit.get()).isPresent();
  }

  /** What the agent is to be warned of now. */
  public List<Warning> warnings() {
    List<Warning> warnings = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Optional<Double> limit = kind.limit(budget);
      if (limit.isPresent()) {
        spent(kind)
            .flatMap(amount -> Warning.of(kind, amount, limit.get()))
            .ifPresent(warnings::add);
      }
    }
    return warnings;
  }

  /** For the record: each kind, and the phases that the wall clock's time is made of. */
  public List<Spent> statement() {
    Map<Kind, Double> amounts = new EnumMap<>(Kind.class);
    meters.forEach((kind, meter) -> amounts.put(kind, meter.spent()));
    return statement(budget, clock.account(), amounts);
  }

  /**
   * The same from what was written down.
   *
   * @param amounts of kinds that are no time; one that is not there was not measured
   */
  public static List<Spent> statement(Budget budget, Account account, Map<Kind, Double> amounts) {
    Map<Kind, Double> all = new EnumMap<>(Kind.class);
    all.putAll(amounts);
    // The whole and its parts are read off one account, so that they agree.
    all.put(Kind.WALL_CLOCK, seconds(account.wall()));
    all.put(Kind.AGENT, seconds(account.charged()));
    all.put(Kind.WAITING, seconds(account.waited()));
    List<Spent> lines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Optional<Double> amount = Optional.ofNullable(all.get(kind));
      lines.add(
          new Spent(
              kind.label(),
              amount,
              kind.unit(),
              kind.limit(budget),
              Optional.empty(),
              Optional.of(amount.isPresent() ? kind.source() : kind.unmetered()),
              Optional.of(kind.enforcer().who())));
    }
    account
        .phases()
        .forEach(
            (phase, time) ->
                lines.add(Spent.part(phase.label(), seconds(time), "s", Kind.WALL_CLOCK.label())));
    return lines;
  }

  /** For the agent: each kind by its key, and the warnings. */
  public ObjectNode told() {
    ObjectNode told = Json.object();
    for (Kind kind : Kind.values()) {
      ObjectNode line = told.putObject(kind.key()).put("unit", kind.unit());
      kind.limit(budget).ifPresent(limit -> put(line, "limit", limit));
      spent(kind)
          .ifPresentOrElse(
              amount -> put(line, "spent", amount), () -> line.put("unknown", kind.unmetered()));
    }
    return warned(told);
  }

  private static void put(ObjectNode line, String name, double amount) {
    if (amount == Math.rint(amount)) {
      line.put(name, (long) amount);
    } else {
      line.put(name, amount);
    }
  }

  /** Adds the warnings to something that is told to the agent. */
  public ObjectNode warned(ObjectNode told) {
    ArrayNode list = told.putArray("warnings");
    warnings().forEach(warning -> list.add(warning.text()));
    return told;
  }
}
