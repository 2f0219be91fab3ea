package org.autorl.runner.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.autorl.records.EventKind;
import org.autorl.records.EventKind.Step;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;

/** Which event may follow which, whoever wrote them. */
final class EventOrder {
  private static final Set<EventKind> REPEATED =
      Set.of(
          Step.AGENT_STARTED,
          Step.AGENT_INTERRUPTED,
          Step.BUDGET_WARNED,
          Step.SUBMISSION_RECEIVED,
          Step.SUBMISSION_GRADED,
          Step.SUBMISSION_CHOSEN);

  /** What an agent does, or what is done to it. */
  private static final Set<EventKind> OF_AGENT =
      Set.of(
          Step.AGENT_INTERRUPTED,
          Step.AGENT_ENDED,
          Step.BUDGET_WARNED,
          Step.SUBMISSION_RECEIVED,
          Step.SUBMISSION_CHOSEN);

  private final Set<EventKind> seen = new HashSet<>();
  private final Map<Integer, Boolean> scored = new HashMap<>();
  private int received;
  private double charged;

  /** Why an event may not come now; empty if it may. */
  Optional<String> fault(LedgerEntry entry) {
    EventKind kind = entry.event();
    Optional<String> fault = place(kind).or(() -> number(entry)).or(() -> time(entry));
    seen.add(kind);
    return fault;
  }

  private Optional<String> place(EventKind kind) {
    if (seen.isEmpty() != (kind == Step.ATTEMPT_STARTED)) {
      return Optional.of("a ledger begins with `attempt-started`, and only there it stands");
    }
    if (seen.contains(Step.ATTEMPT_ENDED)) {
      return Optional.of("nothing comes after `attempt-ended`");
    }
    if (seen.contains(kind) && !REPEATED.contains(kind)) {
      return Optional.of("there is a `%s` before it".formatted(kind.wire()));
    }
    if (kind == Step.AGENT_STARTED && !seen.contains(Step.BASELINE_GRADED)) {
      return Optional.of("an agent starts after the baseline is graded");
    }
    boolean atWork = seen.contains(Step.AGENT_STARTED) && !seen.contains(Step.AGENT_ENDED);
    if (!atWork && (OF_AGENT.contains(kind))) {
      return Optional.of("no agent was at work");
    }
    boolean afterwards =
        kind == Step.LINEAGE_FOUND
            || (kind.itemsFile().isPresent() && kind != Step.BASELINE_GRADED);
    return afterwards && !seen.contains(Step.AGENT_ENDED)
        ? Optional.of("what is final is known after the agent has ended")
        : Optional.empty();
  }

  private Optional<String> number(LedgerEntry entry) {
    if (entry.is(Step.SUBMISSION_RECEIVED)) {
      received++;
      int number = entry.data().path("submission").path("number").asInt();
      return when(number != received, "it is submission %d, not %d".formatted(number, received));
    }
    int number = entry.data().path("number").asInt();
    if (entry.is(Step.SUBMISSION_GRADED)) {
      boolean known = number >= 1 && number <= received;
      Verdict verdict = Json.fromTree(entry.data().get("verdict"), Verdict.class);
      boolean again = scored.put(number, verdict.scored().isPresent()) != null;
      return when(!known, "there is no submission " + number)
          .or(() -> when(again, "submission %d was graded before".formatted(number)));
    }
    boolean needsScore =
        entry.is(Step.SUBMISSION_CHOSEN)
            || entry.is(Step.SEALED_GRADED)
            || entry.is(Step.LINEAGE_FOUND);
    return when(
        needsScore && !scored.getOrDefault(number, false),
        "submission %d has no score".formatted(number));
  }

  /** The agent's clock only goes forward, however often the attempt was resumed. */
  private Optional<String> time(LedgerEntry entry) {
    double now = charged;
    if (entry.is(Step.SUBMISSION_RECEIVED)) {
      now = Json.fromTree(entry.data().get("submission"), Submission.class).elapsedSeconds();
    } else if (entry.data().has("chargedSeconds")) {
      now = entry.data().get("chargedSeconds").asDouble();
    }
    String what = "%s s of the agent's time come after %s s".formatted(now, charged);
    boolean back = now < charged;
    charged = Math.max(charged, now);
    return when(back, what);
  }

  private static Optional<String> when(boolean wrong, String what) {
    return wrong ? Optional.of(what) : Optional.empty();
  }
}
