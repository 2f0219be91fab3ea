package org.autorl.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an agent handed in: {@code manifest.json}.
 *
 * @param number from 1, never repeated in an attempt
 * @param path as the agent named it, relative to the workspace
 * @param files of the snapshot, by path; empty if nothing could be copied
 * @param contentDigest SHA-256 over the list of files
 * @param codeRevision commit of {@code code/} in {@code code.git} at that moment
 * @param elapsedSeconds charged time of the attempt at that moment
 */
public record Submission(
    int number,
    Instant at,
    String path,
    List<FileDigest> files,
    String contentDigest,
    Optional<String> codeRevision,
    double elapsedSeconds) {
  public Submission {
    Check.that(number > 0, "submissions count from 1");
    files = List.copyOf(files);
  }
}
