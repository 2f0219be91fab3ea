package org.autorl.records;

import java.util.Optional;

/**
 * What a submission must be: a policy folder in Hugging Face layout, no larger than this.
 *
 * @param atMost all files together
 * @param told how practice scores are told to the agent; exactly if absent
 */
public record SubmissionRule(Bytes atMost, Optional<Told> told) {
  /** One whose scores are told exactly. */
  public SubmissionRule(Bytes atMost) {
    this(atMost, Optional.empty());
  }
}
