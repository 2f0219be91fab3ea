package org.autorl.environments.alfworld;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The public data set on disk: {@code ROOT/json_2.1.1/SPLIT/TASK/TRIAL/game.tw-pddl}.
 *
 * <p>Of these ALFWorld plays the six types that are solvable; so does this. Its order there is that
 * of the file system; here it is that of the paths, so it is the same everywhere.
 */
public final class GameFolder {
  private static final String FILE = "game.tw-pddl";
  private static final List<String> SPLITS = List.of("train", "valid_seen", "valid_unseen");

  private final Path games;

  /**
   * The games below a folder.
   *
   * @param root holds {@code json_2.1.1}
   */
  public GameFolder(Path root) {
    games = root.resolve("json_2.1.1");
  }

  /**
   * A game that was found.
   *
   * @param name {@code TASK/TRIAL}
   */
  public record Found(String name, TaskType type, GameFile game) {}

  /**
   * The games of a split, in order. Each file is read when it is its turn; close the stream.
   *
   * @param split {@code train}, {@code valid_seen} or {@code valid_unseen}
   * @throws IllegalArgumentException if there is no such split or no folder of it
   */
  public Stream<Found> games(String split) {
    return ofTypes(split, List.of(TaskType.values()));
  }

  /** As {@link #games}, of these types only. */
  public Stream<Found> ofTypes(String split, List<TaskType> types) {
    Path folder = games.resolve(split);
    if (!SPLITS.contains(split)) {
      throw new IllegalArgumentException(
          "ALFWorld has no split `%s`; it has %s".formatted(split, String.join(", ", SPLITS)));
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    return trials(folder).stream()
        .flatMap(
            trial ->
                TaskType.ofFolder(folder.relativize(trial).getName(0).toString())
                    .filter(types::contains)
                    .map(type -> found(folder, trial, type))
                    .stream())
        .filter(found -> found.game().solvable());
  }

  private static Found found(Path folder, Path trial, TaskType type) {
    String name = folder.relativize(trial).toString().replace('\\', '/');
    return new Found(name, type, GameFile.read(trial.resolve(FILE)));
  }

  private static List<Path> trials(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals(FILE))
          .map(Path::getParent)
          .sorted((one, two) -> one.toString().compareTo(two.toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
