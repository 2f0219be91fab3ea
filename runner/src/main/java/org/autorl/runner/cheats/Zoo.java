package org.autorl.runner.cheats;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cheaters that ship with the project: one file each beside this class.
 *
 * @param cheaters the honest first, then by id
 * @param prelude what their scripts have in common
 */
public record Zoo(List<Cheater> cheaters, String prelude) {
  private static final String PRELUDE = "prelude.sh";

  public Zoo {
    cheaters = List.copyOf(cheaters);
  }

  /** Reads all of them. */
  public static Zoo load() throws IOException {
    URL place =
        Optional.ofNullable(Zoo.class.getResource("zoo"))
            .orElseThrow(() -> new IOException("the class path lacks the cheaters"));
    try {
      URI uri = place.toURI();
      if (uri.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
          return read(jar.getPath("org/autorl/runner/cheats/zoo"));
        }
      }
      return read(Path.of(uri));
    } catch (URISyntaxException e) {
      throw new IOException("the cheaters lie at no address that can be read: " + place, e);
    }
  }

  /** The same prelude, and the cheaters of a folder of one's own. */
  public Zoo with(Path folder) throws IOException {
    return new Zoo(cheaters(folder), prelude);
  }

  private static Zoo read(Path folder) throws IOException {
    return new Zoo(cheaters(folder), Files.readString(folder.resolve(PRELUDE)));
  }

  /**
   * Reads {@code ID.sh}.
   *
   * @throws IllegalArgumentException for one whose first lines do not say what it is
   */
  private static List<Cheater> cheaters(Path folder) throws IOException {
    List<Cheater> cheaters = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".sh") && !name.equals(PRELUDE)) {
          cheaters.add(Cheater.read(name.substring(0, name.length() - 3), Files.readString(file)));
        }
      }
    }
    cheaters.sort(
        Comparator.comparing((Cheater cheater) -> !cheater.is(Cheater.Trait.HONEST))
            .thenComparing(Cheater::id));
    return cheaters;
  }
}
