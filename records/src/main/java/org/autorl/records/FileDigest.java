package org.autorl.records;

/**
 * One file of a submission.
 *
 * @param path relative to the submission, with forward slashes
 * @param sha256 of its bytes, in hex
 */
public record FileDigest(String path, Bytes size, String sha256) {}
