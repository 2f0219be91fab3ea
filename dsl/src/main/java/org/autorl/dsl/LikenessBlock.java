package org.autorl.dsl;

import org.autorl.records.GraderRule;
import org.autorl.records.Metric;

/** {@code rougeL { ... }} and its like: how like the gold answers completions are. */
public final class LikenessBlock extends GraderBlock {
  private final GraderRule.Likeness.Measure measure;

  LikenessBlock(String word, GraderRule.Likeness.Measure measure, String task, Reading reading) {
    super(word, task, reading);
    this.measure = measure;
  }

  @Override
  Metric usual() {
    return switch (measure) {
      case ROUGE_L -> share("ROUGE-L");
      case MEAN_ABSOLUTE_ERROR -> new Metric("mean absolute error", "points", false);
      case HIT_RATE_AT_10 -> share("hit rate at 10");
    };
  }

  @Override
  GraderRule rule() {
    return new GraderRule.Likeness(scoring(), measure);
  }
}
