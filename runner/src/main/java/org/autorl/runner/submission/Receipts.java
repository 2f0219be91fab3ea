package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.TieRule;
import org.autorl.records.Verdict;

/** What the ledger says of an attempt's submissions, kept up as it grows. */
public final class Receipts {
  private final TieRule ties;
  private final Optional<Score> baseline;
  private final List<Receipt> receipts = new ArrayList<>();
  private Optional<Integer> chosen = Optional.empty();

  Receipts(TieRule ties, Optional<Score> baseline) {
    this.ties = ties;
    this.baseline = baseline;
  }

  /** What a whole ledger says. */
  public static Receipts of(TieRule ties, Optional<Score> baseline, List<LedgerEntry> ledger) {
    Receipts receipts = new Receipts(ties, baseline);
    ledger.forEach(receipts::remember);
    return receipts;
  }

  synchronized void remember(LedgerEntry entry) {
    ObjectNode data = entry.data();
    if (!(entry.event() instanceof EventKind.Step step)) {
      return;
    }
    switch (step) {
      case SUBMISSION_RECEIVED ->
          receipts.add(
              new Receipt(
                  Json.fromTree(data.get("submission"), Submission.class),
                  Optional.empty(),
                  baseline));
      case SUBMISSION_GRADED -> {
        int number = data.get("number").asInt();
        Verdict verdict = Json.fromTree(data.get("verdict"), Verdict.class);
        receipts.replaceAll(
            r ->
                r.submission().number() == number
                    ? new Receipt(r.submission(), Optional.of(verdict), baseline)
                    : r);
      }
      case SUBMISSION_CHOSEN -> chosen = Optional.of(data.get("number").asInt());
      default -> {
        // Other events are not of submissions.
      }
    }
  }

  /** All submissions, by number. */
  public synchronized List<Receipt> all() {
    return List.copyOf(receipts);
  }

  /** One submission. */
  public synchronized Optional<Receipt> of(int number) {
    return number >= 1 && number <= receipts.size()
        ? Optional.of(receipts.get(number - 1))
        : Optional.empty();
  }

  /** What failed for the grader's fault has spent nothing; what is not graded yet may have. */
  synchronized long spent() {
    return receipts.stream()
        .filter(r -> !(r.verdict().orElse(null) instanceof Verdict.GraderFailed))
        .count();
  }

  synchronized Optional<Receipt> best() {
    Optional<Receipt> best = Optional.empty();
    for (Receipt receipt : receipts) {
      Optional<Score> score = receipt.score();
      if (score.isPresent()
          && (best.isEmpty() || wins(score.get(), best.get().score().orElseThrow()))) {
        best = Optional.of(receipt);
      }
    }
    return best;
  }

  private boolean wins(Score later, Score best) {
    double better = later.improvementOver(best);
    return better > 0 || better == 0 && ties == TieRule.LATER;
  }

  /** The number of the final submission: chosen by the agent, else the best in practice. */
  public synchronized Optional<Integer> finalChoice() {
    return chosen.or(() -> best().map(r -> r.submission().number()));
  }
}
