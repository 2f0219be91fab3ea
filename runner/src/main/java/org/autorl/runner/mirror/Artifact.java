package org.autorl.runner.mirror;

import java.util.Optional;

/**
 * What is asked for.
 *
 * @param name of the repository or package; a data set's begins with {@code datasets/}
 * @param file of it; none for a listing
 * @param revision branch, tag or commit as it was asked for, or a package's version
 */
record Artifact(Index index, String name, Optional<String> file, Optional<String> revision) {
  /** The same at the revision that it turned out to be. */
  Artifact at(Optional<String> found) {
    return new Artifact(index, name, file, found.or(() -> revision));
  }
}
