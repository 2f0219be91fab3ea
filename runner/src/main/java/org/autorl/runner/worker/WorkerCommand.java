package org.autorl.runner.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autorl.records.Bytes;
import org.autorl.records.Digest;
import org.autorl.records.FileDigest;
import org.autorl.runner.sandbox.Mount;

/**
 * The operator's command for a worker or a server.
 *
 * @param given the words as they were typed
 * @param words to start it with: program and files by their absolute paths
 * @param files of this machine that the words name, the program among them; absolute
 * @param mounts what it may read besides, at the same place inside; absolute
 */
public record WorkerCommand(
    List<String> given, List<String> words, List<Path> files, List<Path> mounts) {
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"), Path.of("/lib64"));

  public WorkerCommand {
    given = List.copyOf(given);
    words = List.copyOf(words);
    files = List.copyOf(files);
    mounts = List.copyOf(mounts);
  }

  /** The files by name and digest: which program it was, wherever it lay. */
  public List<FileDigest> digests() throws IOException {
    List<FileDigest> digests = new ArrayList<>();
    for (Path file : files) {
      digests.add(
          new FileDigest(
              String.valueOf(file.getFileName()),
              new Bytes(Files.size(file)),
              Digest.sha256(Files.readAllBytes(file))));
    }
    return digests;
  }

  /** Everything that it sees beyond the system's programs, each where it lies on the host. */
  List<Mount> visible() {
    List<Mount> visible = new ArrayList<>();
    mounts.forEach(path -> visible.add(Mount.readOnly(path, path.toString())));
    for (Path file : files) {
      boolean there =
          SYSTEM.stream().anyMatch(file::startsWith) || mounts.stream().anyMatch(file::startsWith);
      if (!there) {
        visible.add(Mount.readOnly(file, file.toString()));
      }
    }
    return visible;
  }

  /** The whole environment of such a program: nothing of the operator's, and no downloads. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    String own = files.isEmpty() ? "" : files.get(0).getParent() + ":";
    environment.put("PATH", own + "/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", "/tmp");
    environment.put("HF_HUB_OFFLINE", "1");
    environment.put("TRANSFORMERS_OFFLINE", "1");
    return environment;
  }
}
