package org.autorl.dsl;

import java.util.Map;
import org.autorl.records.DataSource;

/** {@code data gitRepository('https://...', ...) { ... }}: what a repository holds or releases. */
public final class GitRepositoryBlock extends RowsBlock {
  private final String url;
  private final String revision;

  GitRepositoryBlock(String url, Map<String, ?> named, String task, Reading reading) {
    super("gitRepository", named, task, reading);
    this.url = url;
    this.revision = named(named, "revision", String.class);
  }

  @Override
  void checkValues() {
    if (!url.matches("https://\\S+")) {
      problem(
          "`" + url + "` is no address of a repository",
          "an address begins with `https://`",
          "Write it as a browser shows it.");
    }
    if (revision.isBlank()) {
      problem("`revision:` is blank", "", "Name a commit, or a release that does not change.");
    }
    super.checkValues();
  }

  @Override
  DataSource source(Part part) {
    return new DataSource.GitRepository(url, revision, licence(), rows(part));
  }
}
