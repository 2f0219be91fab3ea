package org.autorl.runner.hub;

import java.util.List;
import org.autorl.records.DataSource;
import org.autorl.records.PolicySource;

/**
 * A repository of the hub at one commit.
 *
 * @param id owner and name
 * @param revision commit, 40 hex digits
 */
public record Repository(Kind kind, String id, String revision) {
  /** What a repository holds. */
  public enum Kind {
    /** Rows. */
    DATASET("datasets", "datasets/"),
    /** A policy. */
    MODEL("models", "");

    private final String plural;
    private final String prefix;

    Kind(String plural, String prefix) {
      this.plural = plural;
      this.prefix = prefix;
    }

    String plural() {
      return plural;
    }
  }

  /**
   * @throws IllegalArgumentException if a name or the commit could not be part of a path
   */
  public Repository {
    boolean named =
        id.matches("[\\w.-]+/[\\w.-]+")
            && List.of(id.split("/")).stream().noneMatch(part -> part.matches("\\.+"));
    if (!named || !revision.matches("[0-9a-f]{40}")) {
      throw new IllegalArgumentException("no repository at a commit: " + id + " at " + revision);
    }
  }

  /** Where a source's rows are. */
  public static Repository of(DataSource.HuggingFace source) {
    return new Repository(Kind.DATASET, source.repository(), source.revision());
  }

  /** Where a base policy is. */
  public static Repository of(PolicySource.HuggingFace source) {
    return new Repository(Kind.MODEL, source.repository(), source.revision());
  }

  /**
   * Where the hub keeps files, below its address: {@code datasets/openai/gsm8k/resolve/COMMIT/}.
   */
  String files() {
    return kind.prefix + id + "/resolve/" + revision + "/";
  }

  /** Where the hub lists them, below its address. */
  String tree() {
    return "api/" + kind.plural + "/" + id + "/tree/" + revision;
  }

  /** The page for people, below the hub's address. */
  String page() {
    return kind.prefix + id;
  }

  /** For people. */
  @Override
  public String toString() {
    return id + " at " + revision.substring(0, 7);
  }
}
