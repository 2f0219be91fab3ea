package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where the base policy of a task is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PolicySource.Folder.class, name = "folder"),
  @JsonSubTypes.Type(value = PolicySource.HuggingFace.class, name = "hugging-face")
})
public sealed interface PolicySource {
  /** What people call it. */
  String name();

  /**
   * A folder in Hugging Face layout.
   *
   * @param path relative to the task file
   */
  record Folder(String path) implements PolicySource {
    public Folder {
      Check.text(path, "a policy's folder");
    }

    @Override
    public String name() {
      return path;
    }
  }

  /**
   * A model repository on the Hugging Face hub.
   *
   * @param repository owner and name
   * @param revision commit, 40 hex digits
   * @param licence SPDX identifier
   */
  record HuggingFace(String repository, String revision, String licence) implements PolicySource {
    public HuggingFace {
      Check.text(repository, "a repository's name");
      Check.commit(revision);
      Check.text(licence, "a licence");
    }

    @Override
    public String name() {
      return repository;
    }
  }
}
