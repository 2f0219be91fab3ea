package org.autorl.runner.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * What is there after a fetch.
 *
 * @param files of it with what they hash to; of a Git repository none are told
 * @param bytes of all of it
 * @param fetched bytes that were not there before
 */
public record Fetched(
    Source source, Path folder, List<RepositoryFile> files, long bytes, long fetched) {
  public Fetched {
    files = List.copyOf(files);
  }
}
