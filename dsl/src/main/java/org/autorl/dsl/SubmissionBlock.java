package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.Map;
import org.autorl.records.Bytes;
import org.autorl.records.SubmissionRule;

/** {@code submission { ... }}: what a submission must be. */
public final class SubmissionBlock extends Block {
  private final Slot<Bytes> checkpointSaid = mandatory("checkpoint");

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
    return new SubmissionRule(checkpointSaid.value());
  }
}
