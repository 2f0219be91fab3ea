package org.autorl.records;

import java.util.Optional;

/**
 * What a submission must be: a policy folder in Hugging Face layout, no larger than this.
 *
 * @param atMost all files together
 * @param lineage where the weights of the final submission must come from, if that matters
 * @param told how practice scores are told to the agent; exactly if absent
 */
public record SubmissionRule(Bytes atMost, Optional<LineageRule> lineage, Optional<Told> told) {
  /** Without a rule on where weights come from; its scores are told exactly. */
  public SubmissionRule(Bytes atMost) {
    this(atMost, Optional.empty(), Optional.empty());
  }
}
