package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Bytes;
import org.autorl.records.LineageRule;
import org.autorl.records.SubmissionRule;
import org.autorl.records.Told;

/** {@code submission { ... }}: what a submission must be. */
public final class SubmissionBlock extends Block {
  private final Slot<Bytes> checkpointSaid = mandatory("checkpoint");
  private final Slot<LineageRule> lineageSaid = optional("lineage");
  private final Slot<Double> scoresSaid = optional("scores");
  private final Slot<Double> ladderSaid = optional("ladder");

  SubmissionBlock(String task, Reading reading) {
    super("submission", "`submission` of `" + task + "`", reading);
    scoresSaid.orInstead(ladderSaid);
    ladderSaid.orInstead(scoresSaid);
  }

  /** The policy folder. */
  @Word(
      value =
          "A policy folder in Hugging Face layout, of the base policy's architecture, with all"
              + " files together no larger than this.",
      example = "checkpoint atMost: 64.MB")
  public void checkpoint(
      @NamedParam(value = "atMost", type = Bytes.class, required = true) Map<String, ?> named) {
    checkpointSaid.say(named(named, "atMost", Bytes.class));
  }

  /** Where weights come from. */
  @Word(
      value =
          "Where the weights of the final submission must come from for it to count:"
              + " `descendsFromBase`. Default: the lineage is found and shown, and decides nothing.",
      example = "lineage descendsFromBase")
  public void lineage(LineageRule rule) {
    lineageSaid.say(rule);
  }

  /** A rule on where weights come from. */
  @Word(
      value = "The base policy, trained further; no other policy, none mixed in, none made afresh.",
      example = "lineage descendsFromBase")
  public LineageRule getDescendsFromBase() {
    return LineageRule.DESCENDS_FROM_BASE;
  }

  /** Rounded scores. */
  @Word(
      value =
          "The agent is told practice scores as multiples of this, in the metric's unit. The ledger"
              + " keeps them exact, and the final submission is found by the exact ones. Default:"
              + " exact.",
      example = "scores rounded: 0.5")
  public void scores(
      @NamedParam(value = "rounded", type = Number.class, required = true) Map<String, ?> named) {
    scoresSaid.say(named(named, "rounded", Number.class).doubleValue());
  }

  /** Scores that only climb. */
  @Word(
      value =
          "The agent is told a practice score only if it is better than the last one told by more"
              + " than `step`, in the metric's unit, and rounded to multiples of it; else it is told"
              + " that one again. This keeps an agent that submits often from fitting the practice"
              + " split ([Blum and Hardt 2015](https://proceedings.mlr.press/v37/blum15.html))."
              + " Stands instead of `scores`.",
      example = "ladder step: 1.0")
  public void ladder(
      @NamedParam(value = "step", type = Number.class, required = true) Map<String, ?> named) {
    ladderSaid.say(named(named, "step", Number.class).doubleValue());
  }

  @Override
  void checkValues() {
    require(
        scoresSaid,
        step -> step > 0,
        "`scores` are rounded to %s",
        "more than 0",
        "Write `scores rounded: 0.5`.");
    require(
        ladderSaid,
        step -> step > 0,
        "`ladder` has a step of %s",
        "more than 0",
        "Write `ladder step: 1.0`.");
    if (scoresSaid.isOwn() && ladderSaid.isOwn()) {
      reading()
          .problem(
              ladderSaid.place(),
              "`ladder` stands beside `scores`",
              "scores are told in one way",
              "Keep one of the two.");
    }
    require(
        checkpointSaid,
        size -> size.count() > 0,
        "`checkpoint` is at most %s",
        "a policy has some size",
        "Write `checkpoint atMost: 64.MB`.");
  }

  SubmissionRule rule() {
    Optional<Told> told = scoresSaid.found().map(Told.Rounded::new);
    return new SubmissionRule(
        checkpointSaid.value(),
        lineageSaid.found(),
        told.or(() -> ladderSaid.found().map(Told.Ladder::new)));
  }
}
