package org.autorl.site.changes;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A change of what the board shows, as a person has recorded it.
 *
 * @param id name of its file; never used again
 * @param at when it was decided
 * @param run id
 * @param rule absent if results were accepted
 * @param reason a sentence for readers; absent if results were accepted without one
 * @param scores those that it is about; none if results were accepted
 */
public record Change(
    String id,
    Kind kind,
    Instant at,
    String run,
    Optional<Rule> rule,
    Optional<String> reason,
    List<Score> scores) {
  public Change {
    scores = List.copyOf(scores);
  }

  /** What happened to results. */
  public enum Kind {
    /** They were added to the accepted ones. */
    ACCEPTED,
    /** Their scores count no longer. */
    WITHDRAWN,
    /** Their scores are other ones than before. */
    CHANGED;

    /** As it is written in a record. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why a score may be withdrawn or changed; there is no other reason. */
  public enum Rule {
    CONTAMINATION("The agent or its driver knew sealed items."),
    CHEATING("The agent went round a rule of its task."),
    GRADER_DEFECT("The grader judged wrongly."),
    BROKEN_RECORD("The run folder does not pass `autorl verify`."),
    MISLABELLED("Another agent, driver or mode ran than the record says."),
    OWN_REQUEST("Who ran it asked for it.");

    private final String sentence;

    Rule(String sentence) {
      this.sentence = sentence;
    }

    /** As it is written in a record: {@code grader-defect}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people. */
    public String sentence() {
      return sentence;
    }

    static String all() {
      return Stream.of(values())
          .map(rule -> "`" + rule.wire() + "`")
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * A sealed score that is withdrawn or changed.
   *
   * @param was in the metric's unit; absent if the attempt had none
   * @param now the same; of a changed score alone
   */
  public record Score(String task, long seed, Optional<Double> was, Optional<Double> now) {
    /** For people: {@code word-problems, seed 11}. */
    public String title() {
      return task + ", seed " + seed;
    }
  }
}
