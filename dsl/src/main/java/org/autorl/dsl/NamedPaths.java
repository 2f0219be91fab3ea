package org.autorl.dsl;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Files and folders that a task file names: they are there, and beside it. */
record NamedPaths(Reading reading) {
  /** Reports what is wrong with the path of a file; whether nothing is. */
  boolean check(Place place, String word, String path) {
    return check(place, word, path, "file", "Name a file that is there.");
  }

  /**
   * Reports what is wrong with a path.
   *
   * @param kind {@code file} or {@code folder}
   */
  boolean check(Place place, String word, String path, String kind, String hint) {
    if (!isInside(path)) {
      reading.problem(
          place,
          "`" + word + "` leads out of the folder of the task file: `" + path + "`",
          "paths are relative to the task file, and stay beside it",
          "Move the " + kind + " beside the task file.");
      return false;
    }
    Predicate<Path> exists = kind.equals("file") ? Files::isRegularFile : Files::isDirectory;
    if (!exists.test(reading.folder().resolve(path))) {
      reading.problem(
          place,
          "`" + word + "` names a " + kind + " that does not exist: `" + path + "`",
          "paths are relative to the task file",
          hint);
      return false;
    }
    return true;
  }

  static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static boolean isInside(String path) {
    try {
      Path normal = Path.of(path).normalize();
      return !normal.isAbsolute() && !normal.startsWith("..") && !path.isBlank();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
