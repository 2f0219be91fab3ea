package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.TieRule;
import org.autorl.records.Told;
import org.autorl.records.Verdict;

/**
 * What the ledger says of an attempt's submissions, kept up as it grows. Its lock is never held
 * while something is copied, graded or written.
 */
public final class Receipts {
  private final TieRule ties;
  private final ToldScores scores;
  private final Optional<Score> baseline;
  private final List<Receipt> receipts = new ArrayList<>();
  private final Map<String, Integer> keys = new HashMap<>();
  private final BitSet settled = new BitSet();
  private Optional<List<Receipt>> listed = Optional.empty();
  private Optional<Receipt> best = Optional.empty();
  private Optional<Receipt> bestTold = Optional.empty();
  private Optional<Integer> chosen = Optional.empty();
  private int failed;

  Receipts(TieRule ties, Optional<Told> told, Optional<Score> baseline) {
    this.ties = ties;
    this.scores = new ToldScores(told);
    this.baseline = baseline.map(scores::rounded);
  }

  /** What a whole ledger says. */
  public static Receipts of(
      TieRule ties, Optional<Told> told, Optional<Score> baseline, List<LedgerEntry> ledger) {
    Receipts receipts = new Receipts(ties, told, baseline);
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
          received(
              Json.fromTree(data.get("submission"), Submission.class),
              text(data, "refused"),
              text(data, "idempotencyKey"));
      case SUBMISSION_GRADED ->
          graded(data.get("number").asInt(), Json.fromTree(data.get("verdict"), Verdict.class));
      case SUBMISSION_CHOSEN -> chosen = Optional.of(data.get("number").asInt());
      default -> {
        // Other events are not of submissions.
      }
    }
  }

  private static Optional<String> text(ObjectNode data, String field) {
    return Optional.of(data.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  /**
   * A submission has its number.
   *
   * @param refused why it cannot be graded
   * @param key by which the agent may ask for it again
   */
  synchronized Receipt received(
      Submission submission, Optional<String> refused, Optional<String> key) {
    Receipt receipt =
        new Receipt(submission, refused.map(Verdict.Rejected::new), Optional.empty(), baseline);
    receipts.add(receipt);
    key.ifPresent(k -> keys.put(k, receipt.number()));
    listed = Optional.empty();
    return receipt;
  }

  private void graded(int number, Verdict verdict) {
    Optional<Score> told = verdict.scored().map(scores::tell);
    Receipt receipt =
        new Receipt(receipts.get(number - 1).submission(), Optional.of(verdict), told, baseline);
    receipts.set(number - 1, receipt);
    settled.set(number);
    listed = Optional.empty();
    if (verdict instanceof Verdict.GraderFailed) {
      failed++;
    }
    best = better(best, receipt, Receipt::score, this::winsTie);
    BiPredicate<Receipt, Receipt> tie = scores.repeats() ? (mine, other) -> false : this::winsTie;
    bestTold = better(bestTold, receipt, Receipt::told, tie);
  }

  private boolean winsTie(Receipt mine, Receipt other) {
    return ties == (mine.number() > other.number() ? TieRule.LATER : TieRule.EARLIER);
  }

  private static Optional<Receipt> better(
      Optional<Receipt> best,
      Receipt candidate,
      Function<Receipt, Optional<Score>> score,
      BiPredicate<Receipt, Receipt> winsTie) {
    Optional<Score> mine = score.apply(candidate);
    if (mine.isEmpty() || best.isEmpty()) {
      return mine.isEmpty() ? best : Optional.of(candidate);
    }
    double gain = mine.get().improvementOver(score.apply(best.get()).orElseThrow());
    boolean wins = gain > 0 || gain == 0 && winsTie.test(candidate, best.get());
    return wins ? Optional.of(candidate) : best;
  }

  /** All, by number. */
  public synchronized List<Receipt> all() {
    if (listed.isEmpty()) {
      listed = Optional.of(List.copyOf(receipts));
    }
    return listed.get();
  }

  synchronized int size() {
    return receipts.size();
  }

  /** One submission. */
  public synchronized Optional<Receipt> of(int number) {
    return number >= 1 && number <= receipts.size()
        ? Optional.of(receipts.get(number - 1))
        : Optional.empty();
  }

  /** What came with this key, unless the grader failed on it: that is to be tried again. */
  synchronized Optional<Receipt> of(String key) {
    return Optional.ofNullable(keys.get(key))
        .flatMap(this::of)
        .filter(r -> !(r.verdict().orElse(null) instanceof Verdict.GraderFailed));
  }

  /** Whether the ledger has its verdict. */
  synchronized boolean isSettled(int number) {
    return settled.get(number);
  }

  /** What failed for the grader's fault has spent nothing; what is not graded yet may have. */
  synchronized int spent() {
    return receipts.size() - failed;
  }

  /** By exact scores; of equals, the one that the suite says. */
  synchronized Optional<Receipt> best() {
    return best;
  }

  /** By the scores that were told: which is best of those told alike is not told either. */
  synchronized Optional<Receipt> bestTold() {
    return bestTold;
  }

  /** The number of the final submission: chosen by the agent, else the best in practice. */
  public synchronized Optional<Integer> finalChoice() {
    return chosen.or(() -> best.map(Receipt::number));
  }
}
