package org.autorl.trainers.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of a folder that are written under other names first. What stood there is touched by {@link
 * #commit} alone, one rename a file, in the order in which they were asked for.
 */
final class Replacement implements AutoCloseable {
  private final Path folder;
  private final Map<Path, Path> written = new LinkedHashMap<>();

  /** Replaces files of this folder; it is made if it is not there. */
  Replacement(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Where to write what shall be the file {@code name}. */
  Path fresh(String name) {
    Path temporary = folder.resolve("." + name + ".saving");
    written.put(temporary, folder.resolve(name));
    return temporary;
  }

  void write(String name, byte[] bytes) throws IOException {
    Files.write(fresh(name), bytes);
  }

  /** The names asked for so far. */
  List<String> names() {
    return written.values().stream().map(file -> file.getFileName().toString()).toList();
  }

  /** Puts all files into their places. */
  void commit() throws IOException {
    for (Map.Entry<Path, Path> file : written.entrySet()) {
      Files.move(
          file.getKey(),
          file.getValue(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    written.clear();
  }

  /** Removes what was not put into its place. */
  @Override
  public void close() throws IOException {
    for (Path temporary : written.keySet()) {
      Files.deleteIfExists(temporary);
    }
  }
}
