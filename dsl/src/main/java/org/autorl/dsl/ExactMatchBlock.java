package org.autorl.dsl;

import java.util.List;
import org.autorl.records.GraderRule;

/** {@code exactMatch { ... }}: the number after the last {@code ####} equals the gold number. */
public final class ExactMatchBlock extends GraderBlock {
  private final Slot<List<String>> stopSaid = optional("stop");

  ExactMatchBlock(String task, Reading reading) {
    super("exactMatch", task, reading);
  }

  /** Texts that end a completion. */
  @Word(
      value = "Texts that end a completion. Default: none but the policy's own end token.",
      example = "stop '\\n\\n', 'Question:'")
  public void stop(String... texts) {
    stopSaid.say(List.of(texts));
  }

  @Override
  void checkValues() {
    super.checkValues();
    require(
        stopSaid,
        texts -> texts.stream().noneMatch(String::isEmpty),
        "`stop` has an empty text",
        "an empty text would end every completion at once",
        "Leave it out.");
  }

  @Override
  GraderRule rule() {
    return new GraderRule.ExactMatch(
        metricValue(), passAtValue(), maxTokensValue(), stopSaid.valueOr(List.of()));
  }
}
