package org.autorl.runner.hub;

/**
 * A file as a repository lists it.
 *
 * @param path relative to the repository, with forward slashes
 * @param size in bytes
 */
public record RepositoryFile(String path, long size, Checksum checksum) {
  /** Whether the path stays inside its folder on every system. */
  boolean isSafe() {
    return !path.isEmpty()
        && path.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':')
        && java.util.Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
