package org.autorl.records;

import java.util.Optional;

/**
 * What a submission must be: a policy folder in Hugging Face layout, no larger than this.
 *
 * @param atMost all files together
 * @param lineage where the weights of the final submission must come from, if that matters
 */
public record SubmissionRule(Bytes atMost, Optional<LineageRule> lineage) {
  /** Without a rule on where weights come from. */
  public SubmissionRule(Bytes atMost) {
    this(atMost, Optional.empty());
  }
}
