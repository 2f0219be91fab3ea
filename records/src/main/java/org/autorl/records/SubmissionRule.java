package org.autorl.records;

/**
 * What a submission must be: a policy folder in Hugging Face layout, no larger than this.
 *
 * @param atMost all files together
 */
public record SubmissionRule(Bytes atMost) {}
