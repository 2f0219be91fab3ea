package org.autorl.runner.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.EventKind;
import org.autorl.records.LedgerEntry;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.gateway.CallAudit;

/**
 * Holds three accounts of an attempt's model calls against each other: lines of the trajectory, the
 * answers that were kept, and what the ledger has metered.
 */
record ModelCallsVerifier(AttemptFolder folder) {
  /** Dollars are sums of fractions; nobody is charged so little. */
  private static final double DOLLARS = 1e-9;

  /**
   * What does not fit.
   *
   * @param ledger its lines before the last
   */
  List<Problem> problems(List<LedgerEntry> ledger) throws IOException {
    CallAudit calls = CallAudit.of(folder.trajectory(), folder.modelCalls());
    List<Problem> problems = new ArrayList<>();
    for (CallAudit.Finding finding : calls.findings()) {
      problems.add(new Problem(finding.file(), Optional.of(finding.line()), finding.what()));
    }
    ledger.stream()
        .filter(entry -> entry.is(EventKind.Step.AGENT_ENDED))
        .reduce((one, other) -> other)
        .ifPresent(
            end -> {
              tokens(calls, end).ifPresent(problems::add);
              dollars(calls, end).ifPresent(problems::add);
            });
    return problems;
  }

  private Optional<Problem> tokens(CallAudit calls, LedgerEntry end) {
    Optional<Long> metered = number(end, Kind.TOKENS).map(Number::longValue);
    return metered.orElse(0L) == calls.tokens()
        ? Optional.empty()
        : Optional.of(
            problem(
                "%d model calls of %d tokens".formatted(calls.count(), calls.tokens()),
                end,
                metered.map(Object::toString).orElse("none")));
  }

  private Optional<Problem> dollars(CallAudit calls, LedgerEntry end) {
    Optional<Double> metered = number(end, Kind.DOLLARS).map(Number::doubleValue);
    double told = calls.dollars().doubleValue();
    // Without a price for each model nobody counts, and some of the calls may have one.
    return metered.isEmpty() || Math.abs(metered.get() - told) <= DOLLARS
        ? Optional.empty()
        : Optional.of(
            problem(
                "%d model calls of %s dollars".formatted(calls.count(), told),
                end,
                Double.toString(metered.get())));
  }

  private static Optional<Number> number(LedgerEntry end, Kind kind) {
    return Optional.of(end.data().path(AttemptAccount.MEASURED.get(kind)))
        .filter(node -> node.isNumber())
        .map(node -> node.numberValue());
  }

  private Problem problem(String told, LedgerEntry end, String metered) {
    Path file = folder.trajectory();
    return Problem.of(
        file, "has %s, and line %d of its ledger has %s".formatted(told, end.seq() + 1, metered));
  }
}
