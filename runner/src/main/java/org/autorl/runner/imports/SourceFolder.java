package org.autorl.runner.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.autorl.records.Bytes;

/**
 * A folder from a stranger. What is read of it lies in it, whatever links say, and is no larger
 * than it may be.
 *
 * @param shown the path that messages show
 * @param real the same without links
 */
record SourceFolder(Path shown, Path real, Problems problems) {
  private static final Bytes TEXT = Bytes.ofMebibytes(1);

  static Optional<SourceFolder> open(Path shown, Problems problems) {
    try {
      return Optional.of(new SourceFolder(shown, shown.toRealPath(), problems));
    } catch (IOException e) {
      problems.add(
          "no such folder: " + shown,
          shown.toString(),
          "a task folder holds `config.yaml` or `task.toml`",
          "Give the path of a task folder, or of a folder with several.");
      return Optional.empty();
    }
  }

  String name() {
    return String.valueOf(shown.toAbsolutePath().normalize().getFileName());
  }

  /** A file of it, for messages. */
  String at(String file) {
    return shown.resolve(file).toString();
  }

  boolean has(String file) {
    return Files.exists(real.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** A file of UTF-8 text; empty if there is a problem with it. */
  Optional<String> text(String file, String hint) {
    return text(file, TEXT, hint);
  }

  Optional<String> text(String file, Bytes atMost, String hint) {
    return bytes(file, atMost, hint)
        .flatMap(
            bytes -> {
              try {
                return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
              } catch (CharacterCodingException e) {
                problems.add("`" + file + "` is not UTF-8 text", at(file), "", "Save it as UTF-8.");
                return Optional.empty();
              }
            });
  }

  /**
   * The content of a file; empty if there is a problem with it.
   *
   * @param hint what to do if it is missing
   */
  Optional<byte[]> bytes(String file, Bytes atMost, String hint) {
    return inside(file).flatMap(path -> read(file, path, atMost, hint));
  }

  private Optional<byte[]> read(String file, Path path, Bytes atMost, String hint) {
    try {
      if (!Files.exists(path)) {
        problems.add("`" + file + "` is missing", at(file), "", hint);
      } else if (!path.toRealPath().startsWith(real)) {
        leadsOut(file);
      } else if (!Files.isRegularFile(path)) {
        problems.add("`" + file + "` is not a file", at(file), "", "Name files one by one.");
      } else if (Files.size(path) > atMost.count()) {
        problems.add(
            "`%s` is too large: %s".formatted(file, new Bytes(Files.size(path))),
            at(file),
            "it may have " + atMost,
            "Make it smaller.");
      } else {
        return Optional.of(Files.readAllBytes(path));
      }
    } catch (IOException e) {
      problems.add(
          "`" + file + "` cannot be read", at(file), String.valueOf(e), "Make it readable.");
    }
    return Optional.empty();
  }

  /** Where a file is, if its name does not lead out of the folder. */
  private Optional<Path> inside(String file) {
    try {
      Path path = Path.of(file).normalize();
      if (!path.isAbsolute() && !path.startsWith("..") && !path.toString().isBlank()) {
        return Optional.of(real.resolve(path));
      }
    } catch (InvalidPathException e) {
      // No path at all leads nowhere either.
    }
    leadsOut(file);
    return Optional.empty();
  }

  private void leadsOut(String file) {
    problems.add(
        "`" + Words.line(file) + "` leads out of the task folder",
        shown.toString(),
        "what is imported lies in the folder, not behind `..`, `/` or a link",
        "Copy the file into the folder, or do not name it.");
  }

  /**
   * What is in the folder beside the files that were used; a folder with none of them is named as a
   * whole.
   */
  List<String> beside(Set<String> used) throws IOException {
    List<String> found = new ArrayList<>();
    collect("", used, found);
    return found;
  }

  private void collect(String below, Set<String> used, List<String> found) throws IOException {
    List<Path> entries;
    try (Stream<Path> stream = Files.list(real.resolve(below))) {
      entries = stream.sorted().toList();
    }
    for (Path entry : entries) {
      String name = below + entry.getFileName();
      if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        if (!used.contains(name)) {
          found.add(name);
        }
      } else if (used.stream().anyMatch(file -> file.startsWith(name + "/"))) {
        collect(name + "/", used, found);
      } else {
        found.add(name + "/");
      }
    }
  }
}
