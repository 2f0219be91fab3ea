package org.autorl.dsl;

import org.autorl.records.GraderRule;

/** {@code episodes { ... }}: the policy acts in a world until the episode ends. */
public final class EpisodesBlock extends GraderBlock {
  EpisodesBlock(String task, Reading reading) {
    super("episodes", task, reading);
  }

  @Override
  GraderRule rule() {
    return new GraderRule.Episodes(metricValue(), passAtValue(), maxTokensValue());
  }
}
