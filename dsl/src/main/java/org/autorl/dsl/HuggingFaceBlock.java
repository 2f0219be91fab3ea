package org.autorl.dsl;

import java.util.Map;
import java.util.Optional;
import org.autorl.records.DataSource;

/** {@code data huggingFace('owner/name', ...) { ... }}: a data set on the hub. */
public final class HuggingFaceBlock extends ColumnsBlock {
  private final String repository;
  private final Optional<String> config;
  private final String revision;

  HuggingFaceBlock(String repository, Map<String, ?> named, String task, Reading reading) {
    super("huggingFace", named, task, reading);
    this.repository = repository;
    this.config = ifNamed(named, "config", String.class);
    this.revision = named(named, "revision", String.class);
  }

  @Override
  void checkValues() {
    checkOnHub(reading(), place(), repository, revision);
    super.checkValues();
  }

  /** Reports what is wrong with a repository of the hub, and with the commit that pins it. */
  static void checkOnHub(Reading reading, Place place, String repository, String revision) {
    if (!repository.matches("[\\w.-]+/[\\w.-]+")) {
      reading.problem(
          place,
          "`" + repository + "` is no repository",
          "a repository is an owner and a name",
          "Write something like `openai/gsm8k`.");
    }
    if (!revision.matches("[0-9a-f]{40}")) {
      reading.problem(
          place,
          "`" + revision + "` pins nothing",
          "a revision is a commit, 40 hex digits: a branch or tag can move",
          "Take the commit from the history of the repository's files.");
    }
  }

  @Override
  DataSource source(Part part) {
    return new DataSource.HuggingFace(
        repository, config, revision, licence(), rows(part), columns());
  }
}
