package org.autorl.runner.grading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.autorl.environments.search.Recording;
import org.autorl.environments.search.SearchProvider;

/**
 * What answers the searches of questions that are asked in a world of documents: a choice of the
 * machine.
 *
 * @param what it is, with a digest where it does not change; another one is another grader
 * @param provider the same for all episodes of a run
 * @param record where all that was searched is written after each grading
 */
public record Searching(String what, SearchProvider provider, Optional<Path> record) {
  /** Writes down what has been searched, if that is wanted. */
  void keep() throws IOException {
    if (record.isPresent() && provider instanceof Recording recording) {
      recording.write(record.get());
    }
  }
}
