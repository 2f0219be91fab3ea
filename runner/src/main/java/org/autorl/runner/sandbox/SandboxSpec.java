package org.autorl.runner.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run, and all that it sees.
 *
 * @param environment the whole environment, not an addition
 * @param cwd host path of the working directory, one of the mounts
 * @param errors file that standard error is appended to
 * @param joined whether standard output goes there too
 * @param limits of all its processes; one without isolation holds to few of them
 */
public record SandboxSpec(
    List<String> command,
    Map<String, String> environment,
    List<Mount> mounts,
    Path cwd,
    Path errors,
    boolean joined,
    Limits limits) {
  public SandboxSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    mounts = List.copyOf(mounts);
  }

  /** For a program that nobody has to hold in. */
  public SandboxSpec(
      List<String> command,
      Map<String, String> environment,
      List<Mount> mounts,
      Path cwd,
      Path errors,
      boolean joined) {
    this(command, environment, mounts, cwd, errors, joined, Limits.ordinary());
  }
}
