package org.autorl.runner.lineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder with a policy in it.
 *
 * @param name what people call it
 */
public record PolicyFolder(String name, Path folder) {
  /** The name of the folder in which the store of fetched policies keeps each one's files. */
  private static final String FETCHED = "files";

  /** Its files by name. */
  public SortedMap<String, Path> files() throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> listed = Files.list(folder)) {
      listed
          .filter(Files::isRegularFile)
          .forEach(file -> files.put(file.getFileName().toString(), file));
    }
    return files;
  }

  /**
   * Other policies that this machine knows: those that lie beside a base policy, such as {@code
   * tasks/policies/*}, and if it was fetched, all that were ({@code models/OWNER/NAME/COMMIT/files}
   * in the cache).
   *
   * @return by name
   */
  public static List<PolicyFolder> beside(Path basePolicy) throws IOException {
    boolean fetched = basePolicy.endsWith(FETCHED) && basePolicy.getNameCount() > 5;
    Path root = basePolicy;
    for (int up = fetched ? 4 : 1; up > 0; up--) {
      root = root.resolveSibling(".").normalize();
    }
    List<PolicyFolder> found = new ArrayList<>();
    try (Stream<Path> walked = Files.walk(root, fetched ? 4 : 1)) {
      for (Path folder : walked.sorted().toList()) {
        boolean policy = Files.isRegularFile(folder.resolve("config.json"));
        if (policy && !folder.equals(basePolicy)) {
          found.add(new PolicyFolder(root.relativize(folder).toString(), folder));
        }
      }
    }
    return found;
  }
}
