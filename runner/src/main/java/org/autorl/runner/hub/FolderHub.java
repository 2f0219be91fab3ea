package org.autorl.runner.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder with the files of repositories at the hub's paths, for machines without a network. */
record FolderHub(Path root) implements Hub {
  @Override
  public Listing list(Repository repository) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new FetchFailed(
          "`AUTORL_HUB` names no hub: " + root,
          "It is an address that begins with `https://`, or a folder with the hub's paths.");
    }
    Path folder = root.resolve(repository.files());
    if (!Files.isDirectory(folder)) {
      throw new FetchFailed(
          "%s is not in the folder that `AUTORL_HUB` names".formatted(repository),
          "Its files are looked for in %s.".formatted(folder));
    }
    List<RepositoryFile> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        files.add(
            new RepositoryFile(path, Files.size(file), Checksum.of(Checksum.Kind.SHA256, file)));
      }
    }
    return new Listing(files);
  }

  @Override
  public Content open(Repository repository, String path, long from) throws IOException {
    InputStream in = Files.newInputStream(root.resolve(repository.files()).resolve(path));
    in.skipNBytes(from);
    return new Content(in, from);
  }
}
