package org.autorl.runner.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.Bytes;

/**
 * A base policy that an imported task is to start from.
 *
 * @param path without links and detours
 * @param files the names of what makes a policy, its card and its licence
 * @param size of all of them
 */
record PolicyFolder(Path path, List<String> files, Bytes size) {
  /** What its copy is called beside a task file. */
  static final String NAME = "policy";

  private static final Bytes MOST = Bytes.ofMebibytes(256);

  /** What is loaded of a policy, and what says whose it is. */
  private static final String KEPT = ".*\\.(json|safetensors|md)|LICEN[CS]E.*";

  /** The policy in a folder; empty if there is a problem with it. */
  static Optional<PolicyFolder> open(Path folder, Problems problems) throws IOException {
    if (!Files.isRegularFile(folder.resolve("config.json"))) {
      problems.add(
          "`--policy` names no policy: " + folder,
          folder.toString(),
          "a policy is a folder in Hugging Face layout, with a `config.json`",
          "Name such a folder, or a profile of the suite with `--profile`.");
      return Optional.empty();
    }
    List<String> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files =
          entries
              .filter(Files::isRegularFile)
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> name.matches(KEPT))
              .sorted()
              .toList();
    }
    long size = 0;
    for (String file : files) {
      size += Files.size(folder.resolve(file));
    }
    return Optional.of(new PolicyFolder(folder.toRealPath(), files, new Bytes(size)));
  }

  /** The name of the policy beside a task file, if it lies there already. */
  Optional<String> inside(Path taskFolder) throws IOException {
    if (!Files.isDirectory(taskFolder)) {
      return Optional.empty();
    }
    Path real = taskFolder.toRealPath();
    return path.startsWith(real) && !path.equals(real)
        ? Optional.of(real.relativize(path).toString())
        : Optional.empty();
  }

  /** Whether it is small enough for a copy beside each task. */
  boolean checkCopy(Problems problems) {
    if (size.compareTo(MOST) > 0) {
      problems.add(
          "the policy is too large for a copy beside the task: " + size,
          path.toString(),
          "a task file names a policy that lies beside it; up to %s, the import copies it there"
              .formatted(MOST),
          "State it in a profile of your suite, and name that with `--profile`.");
      return false;
    }
    return true;
  }
}
