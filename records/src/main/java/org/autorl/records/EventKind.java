package org.autorl.records;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a line of a ledger can be; there are no others. What each means is told in
 * docs/concepts/ledger.md.
 */
public sealed interface EventKind {
  /** How the kind is written in {@code ledger.jsonl}; never changed once a ledger has it. */
  String wire();

  /** Kinds that every task's ledger can have, in the order of an attempt. */
  enum Step implements EventKind {
    ATTEMPT_STARTED("attempt-started"),
    BASELINE_GRADED("baseline-graded"),
    AGENT_STARTED("agent-started"),
    BUDGET_WARNED("budget-warned"),
    SUBMISSION_RECEIVED("submission-received"),
    SUBMISSION_GRADED("submission-graded"),
    SUBMISSION_CHOSEN("submission-chosen"),
    AGENT_INTERRUPTED("agent-interrupted"),
    AGENT_ENDED("agent-ended"),
    SEALED_BASELINE_GRADED("sealed-baseline-graded"),
    SEALED_GRADED("sealed-graded"),
    LINEAGE_FOUND("lineage-found"),
    ATTEMPT_ENDED("attempt-ended");

    private final String wire;

    Step(String wire) {
      this.wire = wire;
    }

    @Override
    public String wire() {
      return wire;
    }
  }

  /** The base policy was graded on the task of a gate. */
  record GateBaselineGraded(String task) implements EventKind {
    @Override
    public String wire() {
      return GATE + task + BASELINE + GRADED;
    }
  }

  /** The final submission was graded on the task of a gate. */
  record GateGraded(String task) implements EventKind {
    @Override
    public String wire() {
      return GATE + task + GRADED;
    }
  }

  String GATE = "gate-";
  String BASELINE = "-baseline";
  String GRADED = "-graded";

  /** The kind that is written so; empty if there is none. */
  static Optional<EventKind> of(String wire) {
    if (wire.startsWith(GATE) && wire.endsWith(GRADED)) {
      String task = wire.substring(GATE.length(), wire.length() - GRADED.length());
      return Optional.of(
          task.endsWith(BASELINE)
              ? new GateBaselineGraded(task.substring(0, task.length() - BASELINE.length()))
              : new GateGraded(task));
    }
    return Stream.<EventKind>of(Step.values()).filter(kind -> kind.wire().equals(wire)).findFirst();
  }

  /**
   * Of a kind with a score of its own, where the items of that score lie in an attempt's folder;
   * those of a submission lie with the submission.
   */
  default Optional<String> itemsFile() {
    boolean ownScore = wire().endsWith(GRADED) && this != Step.SUBMISSION_GRADED;
    return ownScore
        ? Optional.of(wire().substring(0, wire().length() - GRADED.length()) + "-items.jsonl")
        : Optional.empty();
  }
}
