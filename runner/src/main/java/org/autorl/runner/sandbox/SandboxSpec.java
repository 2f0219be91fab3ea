package org.autorl.runner.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Bytes;

/**
 * What to run, and all that it sees.
 *
 * @param environment the whole environment, not an addition
 * @param cwd host path of the working directory, one of the mounts
 * @param errors file that standard error is appended to
 * @param joined whether standard output goes there too
 * @param scratch room for files in {@code /tmp}, all else being to read only; absent: no limit. One
 *     without isolation cannot hold to it
 */
public record SandboxSpec(
    List<String> command,
    Map<String, String> environment,
    List<Mount> mounts,
    Path cwd,
    Path errors,
    boolean joined,
    Optional<Bytes> scratch) {
  public SandboxSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    mounts = List.copyOf(mounts);
  }

  /** With no limit to what files take. */
  public SandboxSpec(
      List<String> command,
      Map<String, String> environment,
      List<Mount> mounts,
      Path cwd,
      Path errors,
      boolean joined) {
    this(command, environment, mounts, cwd, errors, joined, Optional.empty());
  }
}
