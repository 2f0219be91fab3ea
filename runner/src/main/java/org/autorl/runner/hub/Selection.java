package org.autorl.runner.hub;

import java.nio.file.Path;
import java.util.List;

/** Which files of a repository are wanted. */
interface Selection {
  /** Files that say which others are wanted; those that are listed are fetched first. */
  List<String> first();

  /**
   * All wanted files.
   *
   * @param fetched folder with the first ones
   * @throws FetchFailed if what is wanted is not there
   */
  List<RepositoryFile> of(Repository repository, Listing listing, Path fetched) throws FetchFailed;
}
