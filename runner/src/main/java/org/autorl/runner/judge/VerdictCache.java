package org.autorl.runner.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.autorl.records.Json;

/**
 * Opinions by the hash of all that they are of: who was asked, where, and every byte of the
 * question. A file holds no text of a pair, and agents see none of them.
 */
record VerdictCache(Path folder) {
  Optional<Opinion> find(String key) {
    try {
      Path file = file(key);
      return Files.isRegularFile(file)
          ? Optional.of(Json.read(Files.readString(file), Opinion.class))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      // A file that cannot be read is one question more.
      return Optional.empty();
    }
  }

  /** Remembers an opinion, the last of several; failing to costs a question the next time. */
  void keep(String key, Opinion opinion) {
    try {
      Path file = file(key);
      Path parent = Files.createDirectories(folder.resolve(key.substring(0, 2)));
      Path fresh = Files.createTempFile(parent, "opinion", ".new");
      Files.writeString(fresh, Json.canonical(opinion));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // No room or no permission: the verdict stands, it is not remembered.
    }
  }

  private Path file(String key) {
    return folder.resolve(key.substring(0, 2)).resolve(key + ".json");
  }
}
