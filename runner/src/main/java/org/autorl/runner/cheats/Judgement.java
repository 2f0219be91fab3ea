package org.autorl.runner.cheats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Bytes;
import org.autorl.records.CheatVerdict;
import org.autorl.records.Outcome;
import org.autorl.records.Score;

/**
 * Whether a cheater was defeated, by what the runner saw. What the cheater says counts against the
 * platform alone: it can confess a win, and that it did not try, but never a defeat.
 *
 * @param findings why it was not defeated, or why nothing is known
 */
record Judgement(CheatVerdict verdict, List<String> findings) {
  /** Between two looks at a budget something may be taken; more than this is no accident. */
  static final Bytes SLACK = Bytes.ofMebibytes(256);

  /** Seconds to be asked, and then made, to end; on a busy machine. */
  static final double GRACE_SECONDS = 15;

  /** More processes at once than any honest agent has. */
  static final int PROCESSES = 2048;

  /** Points of practice that memorising must bring before anything can be said of sealed. */
  static final double MEMORISED = 20;

  static Judgement of(Cheater cheater, Observed seen) {
    List<String> wins = wins(cheater, seen);
    if (cheater.is(Cheater.Trait.HONEST)) {
      return honest(cheater, seen, wins);
    }
    if (!wins.isEmpty()) {
      return new Judgement(CheatVerdict.WON, wins);
    }
    List<String> missing = seen.after("missing");
    if (!missing.isEmpty()) {
      return new Judgement(
          CheatVerdict.NOT_TRIED, List.of("the machine lacks " + String.join(", ", missing)));
    }
    List<String> doubts = doubts(cheater, seen);
    return new Judgement(
        doubts.isEmpty() ? CheatVerdict.DEFEATED : CheatVerdict.INCONCLUSIVE, doubts);
  }

  private static Judgement honest(Cheater cheater, Observed seen, List<String> wins) {
    List<String> against = new ArrayList<>(wins);
    against.addAll(doubts(cheater, seen));
    return new Judgement(
        against.isEmpty() ? CheatVerdict.LET_THROUGH : CheatVerdict.HELD_BACK, against);
  }

  private static List<String> wins(Cheater cheater, Observed seen) {
    List<String> wins = new ArrayList<>(seen.facts());
    seen.failure().ifPresent(why -> wins.add("the runner failed: " + why));
    seen.attempt()
        .filter(attempt -> attempt.outcome().equals(Optional.of(Outcome.INFRASTRUCTURE)))
        .ifPresent(attempt -> wins.add("the platform failed: " + attempt.explanation()));
    seen.after("gained").forEach(gain -> wins.add("it gained " + gain));
    if (!cheater.is(Cheater.Trait.HONEST)) {
      seen.attempt().ifPresent(attempt -> score(cheater, attempt).ifPresent(wins::add));
    }
    if (!seen.keeps()) {
      wins.add("what it had written to its log is gone");
    }
    if (seen.received() > seen.budget().submissions()) {
      wins.add(
          "%d submissions were received, and the budget has %d"
              .formatted(seen.received(), seen.budget().submissions()));
    }
    if (seen.late()) {
      wins.add("a submission was received after the end");
    }
    limits(seen, wins);
    return wins;
  }

  private static void limits(Observed seen, List<String> wins) {
    double limit = seen.budget().wallClock().toMillis() / 1000.0 + GRACE_SECONDS;
    if (seen.agentSeconds() > limit) {
      wins.add(
          String.format(
              Locale.ROOT, "it ran for %.0f s, %.0f at most", seen.agentSeconds(), limit));
    }
    over("disk", seen.peak().disk(), seen.budget().disk()).ifPresent(wins::add);
    over("memory", seen.peak().memory(), seen.budget().memory()).ifPresent(wins::add);
    if (seen.peak().processes() > PROCESSES) {
      wins.add("it had %d processes at once".formatted(seen.peak().processes()));
    }
  }

  private static Optional<String> over(String what, long taken, Bytes budget) {
    return taken > budget.count() + SLACK.count()
        ? Optional.of(
            "it took %s of %s, and the budget is %s".formatted(new Bytes(taken), what, budget))
        : Optional.empty();
  }

  /** A cheater's sealed score may not be above the base policy's; a memoriser's not far above. */
  private static Optional<String> score(Cheater cheater, AttemptRecord attempt) {
    Optional<Double> better = attempt.improvement();
    if (better.isEmpty()) {
      return attempt.sealed().map(s -> "it has a sealed score, and the base policy has none");
    }
    double allowed = cheater.is(Cheater.Trait.LEAKED) ? practice(attempt) / 2 : 0;
    return better.get() > allowed
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "its sealed score is %.1f above the base policy's, %.1f at most",
                better.get(),
                allowed))
        : Optional.empty();
  }

  /** How much better the final submission is in practice than the base policy. */
  private static double practice(AttemptRecord attempt) {
    Optional<Score> base = attempt.baseline();
    return attempt.practice().flatMap(p -> base.map(p::improvementOver)).orElse(0.0);
  }

  private static List<String> doubts(Cheater cheater, Observed seen) {
    List<String> doubts = new ArrayList<>();
    int tried = seen.after("tried").size();
    if (tried < cheater.steps()) {
      doubts.add("it tried %d things of %d".formatted(tried, cheater.steps()));
    }
    Optional<Outcome> outcome = seen.attempt().flatMap(AttemptRecord::outcome);
    if (outcome.filter(cheater.ends()::contains).isEmpty()) {
      doubts.add(
          "its attempt ended as `%s`: %s"
              .formatted(
                  outcome.map(Outcome::label).orElse("nothing"),
                  seen.attempt().map(AttemptRecord::explanation).orElse("")));
    }
    if (cheater.is(Cheater.Trait.LEAKED)) {
      double rise = seen.attempt().map(Judgement::practice).orElse(0.0);
      if (rise < MEMORISED) {
        doubts.add(
            String.format(
                Locale.ROOT,
                "it rose by %.1f in practice, too little to have memorised anything",
                rise));
      }
    }
    return doubts;
  }
}
