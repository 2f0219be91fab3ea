package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** Where the items of one split come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DataSource.Generated.class, name = "generated"),
  @JsonSubTypes.Type(value = DataSource.HuggingFace.class, name = "hugging-face"),
  @JsonSubTypes.Type(value = DataSource.GitRepository.class, name = "git"),
  @JsonSubTypes.Type(value = DataSource.LocalFile.class, name = "file")
})
public sealed interface DataSource {
  /** What people call it. */
  String name();

  /**
   * Made by this project.
   *
   * @param family name of the item family, for example {@code arithmetic}
   * @param seed of the generator
   */
  record Generated(String family, long seed) implements DataSource {
    public Generated {
      Check.text(family, "a family's name");
    }

    @Override
    public String name() {
      return family;
    }
  }

  /**
   * Rows of a data set on the Hugging Face hub.
   *
   * @param repository owner and name
   * @param config one of several in a repository
   * @param revision commit, 40 hex digits
   * @param licence SPDX identifier
   * @param rows which of them
   * @param columns how they become items; default: {@link Columns#usual}
   */
  record HuggingFace(
      String repository,
      Optional<String> config,
      String revision,
      String licence,
      Rows rows,
      Optional<Columns> columns)
      implements DataSource {
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

  /**
   * Rows of what a public repository holds or releases.
   *
   * @param url of the repository
   * @param revision commit or release
   * @param licence SPDX identifier
   * @param rows which of them
   */
  record GitRepository(String url, String revision, String licence, Rows rows)
      implements DataSource {
    public GitRepository {
      Check.text(url, "a repository's address");
      Check.text(revision, "a revision");
      Check.text(licence, "a licence");
    }

    @Override
    public String name() {
      return url;
    }
  }

  /**
   * Lines of a JSON-lines file beside the task file.
   *
   * @param path relative to the task file
   * @param digest SHA-256 of the file, 64 hex digits
   * @param licence SPDX identifier
   * @param rows which lines
   * @param columns how they become items; default: {@link Columns#usual}
   */
  record LocalFile(String path, String digest, String licence, Rows rows, Optional<Columns> columns)
      implements DataSource {
    public LocalFile {
      Check.text(path, "a file's path");
      Check.that(digest.matches("[0-9a-f]{64}"), "a digest is 64 hex digits, not " + digest);
      Check.text(licence, "a licence");
    }

    @Override
    public String name() {
      return path;
    }
  }

  /**
   * Some of the rows of a source.
   *
   * @param of the source's own name of a split, or a file of it; empty if it has one only
   * @param after how many rows are passed over first
   * @param shuffle seed of a shuffle before that: for {@code i} from the last row to the second,
   *     row {@code i} is swapped with row {@code random.nextInt(i + 1)}, rows counted from 0 and
   *     {@code random} a {@link java.util.Random} of that seed
   */
  record Rows(Optional<String> of, int after, Optional<Long> shuffle) {
    public Rows {
      Check.that(after >= 0, "rows count from 0");
    }
  }
}
