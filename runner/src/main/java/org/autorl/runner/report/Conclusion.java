package org.autorl.runner.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.EventKind;
import org.autorl.records.Gate;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Lifecycle;
import org.autorl.records.Lineage;
import org.autorl.records.Outcome;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.records.TieRule;
import org.autorl.records.Verdict;
import org.autorl.runner.budget.Account;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.submission.Receipt;
import org.autorl.runner.submission.Receipts;

/**
 * What a ledger comes to: the record of an attempt, made of its events and nothing else. The runner
 * ends an attempt with it, and the verifier makes it again.
 *
 * @param ledger up to the attempt's end, which is not in it
 * @param account of the attempt's time; its end says it
 */
public record Conclusion(
    Task task, TieRule ties, int level, long seed, List<LedgerEntry> ledger, Account account) {
  public Conclusion {
    ledger = List.copyOf(ledger);
  }

  /**
   * The record of an attempt of which all was done.
   *
   * @param at when it ended
   */
  public AttemptRecord ended(Instant at) {
    Receipts receipts = receipts();
    Optional<Integer> choice = receipts.finalChoice();
    if (choice.isEmpty()) {
      return unscored(receipts, at);
    }
    List<String> broken = new ArrayList<>();
    task.submission().lineage().flatMap(rule -> rule.broken(lineage())).ifPresent(broken::add);
    task.gates().forEach(gate -> broken(gate).ifPresent(broken::add));
    if (!broken.isEmpty()) {
      String why = "submission %d was final and fails a gate: %s";
      return record(
          Outcome.DISQUALIFIED,
          why.formatted(choice.get(), String.join("; ", broken)),
          receipts,
          at);
    }
    return record(
        Outcome.SCORED,
        "submission %d was final; the agent ended by %s".formatted(choice.get(), end()),
        receipts,
        at);
  }

  /**
   * The record of an attempt that something of ours cut short.
   *
   * @param why one sentence
   */
  public AttemptRecord failed(String why, Instant at) {
    return record(Outcome.INFRASTRUCTURE, why, receipts(), at);
  }

  private AttemptRecord unscored(Receipts receipts, Instant at) {
    for (Receipt receipt : receipts.all()) {
      if (receipt.verdict().orElse(null) instanceof Verdict.GraderFailed failed) {
        return failed(
            "submission %d could not be graded: %s"
                .formatted(receipt.submission().number(), failed.cause()),
            at);
      }
    }
    if (!receipts.all().isEmpty()) {
      String why = "no submission could be scored; the agent ended by " + end();
      return record(Outcome.INVALID_SUBMISSION, why, receipts, at);
    }
    Outcome outcome =
        Kind.overdrew(end())
            ? Outcome.BUDGET_EXHAUSTED
            : end().equals("exit 0") ? Outcome.NO_SUBMISSION : Outcome.AGENT_CRASHED;
    return record(outcome, "nothing was submitted; the agent ended by " + end(), receipts, at);
  }

  private AttemptRecord record(Outcome outcome, String why, Receipts receipts, Instant at) {
    boolean scored = outcome == Outcome.SCORED;
    Optional<Integer> choice = receipts.finalChoice();
    return new AttemptRecord(
        task.id(),
        level,
        seed,
        Lifecycle.ENDED,
        Optional.of(outcome),
        why,
        Optional.of(ledger.get(0).at()),
        Optional.of(at),
        receipts.all().size(),
        score(EventKind.Step.BASELINE_GRADED),
        choice,
        choice.flatMap(receipts::of).flatMap(Receipt::score),
        scored ? score(EventKind.Step.SEALED_BASELINE_GRADED) : Optional.empty(),
        scored ? score(EventKind.Step.SEALED_GRADED) : Optional.empty(),
        AttemptAccount.of(task, ledger, account));
  }

  private Receipts receipts() {
    return Receipts.of(
        ties, task.submission().told(), score(EventKind.Step.BASELINE_GRADED), ledger);
  }

  private Lineage lineage() {
    LedgerEntry found =
        last(EventKind.Step.LINEAGE_FOUND).orElseThrow(() -> missing(EventKind.Step.LINEAGE_FOUND));
    return Json.fromTree(found.data().get("lineage"), Lineage.class);
  }

  private Optional<String> broken(Gate gate) {
    Score base = score(gate.baselineKind()).orElseThrow(() -> missing(gate.baselineKind()));
    return gate.broken(base, score(gate.kind()).orElseThrow(() -> missing(gate.kind())));
  }

  private Optional<Score> score(EventKind kind) {
    return last(kind).map(entry -> Json.fromTree(entry.data().get("score"), Score.class));
  }

  /** How the agent ended. */
  private String end() {
    return last(EventKind.Step.AGENT_ENDED)
        .orElseThrow(() -> missing(EventKind.Step.AGENT_ENDED))
        .data()
        .path("end")
        .asText();
  }

  private Optional<LedgerEntry> last(EventKind kind) {
    return ledger.stream().filter(entry -> entry.is(kind)).reduce((a, b) -> b);
  }

  private static IllegalArgumentException missing(EventKind kind) {
    return new IllegalArgumentException("there is no `" + kind.wire() + "`");
  }
}
