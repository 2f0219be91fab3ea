package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.Map;
import org.autorl.records.Bytes;
import org.autorl.records.LineageRule;
import org.autorl.records.SubmissionRule;

/** {@code submission { ... }}: what a submission must be. */
public final class SubmissionBlock extends Block {
  private final Slot<Bytes> checkpointSaid = mandatory("checkpoint");
  private final Slot<LineageRule> lineageSaid = optional("lineage");

  SubmissionBlock(String task, Reading reading) {
    super("submission", "`submission` of `" + task + "`", reading);
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

  @Override
  void checkValues() {
    require(
        checkpointSaid,
        size -> size.count() > 0,
        "`checkpoint` is at most %s",
        "a policy has some size",
        "Write `checkpoint atMost: 64.MB`.");
  }

  SubmissionRule rule() {
    return new SubmissionRule(checkpointSaid.value(), lineageSaid.found());
  }
}
