package org.autorl.dsl;

import org.autorl.records.GraderRule;

/** {@code judged('judge') { ... }}: a hidden judge prefers the completion to the reference. */
public final class JudgedBlock extends GraderBlock {
  private final String judge;

  JudgedBlock(String judge, String task, Reading reading) {
    super("judged", task, reading);
    this.judge = judge;
  }

  @Override
  void checkValues() {
    super.checkValues();
    if (judge.isBlank()) {
      problem("the name of the judge is blank", "", "Write `grader judged('notes') { ... }`.");
    }
  }

  @Override
  GraderRule rule() {
    return new GraderRule.Judged(metricValue(), passAtValue(), maxTokensValue(), judge);
  }
}
