package org.autorl.runner.hub;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of a repository at its commit, sorted by path: the manifest that is kept with them. */
public record Listing(List<RepositoryFile> files) {
  public Listing {
    files = files.stream().sorted(Comparator.comparing(RepositoryFile::path)).toList();
  }

  /**
   * The same listing, if nothing in it reaches out of its folder.
   *
   * @throws FetchFailed otherwise
   */
  Listing safe(Repository repository) throws FetchFailed {
    Set<String> seen = new HashSet<>();
    for (RepositoryFile file : files) {
      if (!file.isSafe() || file.size() < 0 || !seen.add(file.path())) {
        throw new FetchFailed(
            "%s lists a file that cannot be kept: `%s`".formatted(repository, file.path()),
            "Nothing of it was fetched. Look at the repository's files before you trust it.");
      }
    }
    return this;
  }

  Optional<RepositoryFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }
}
