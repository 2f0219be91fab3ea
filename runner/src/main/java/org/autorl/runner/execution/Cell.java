package org.autorl.runner.execution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Bytes;
import org.autorl.records.Isolation;
import org.autorl.runner.sandbox.Limits;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;

/**
 * The sandbox of one program: no network, the system to read, some room to write, nothing of the
 * runner's, and limits that hold for each of its processes.
 *
 * @param sandbox that isolates
 * @param memory address space of a process
 * @param scratch room for files, all together; no file can be larger
 * @param time of a processor that a process may take
 */
record Cell(Sandbox sandbox, Bytes memory, Bytes scratch, Duration time) {
  private static final int OPEN_FILES = 64;
  private static final int PROCESSES = 64;
  private static final Path INSIDE = Path.of("/tmp");

  /**
   * How a command would be started.
   *
   * @param mounts what it sees besides the system
   */
  ProcessBuilder builder(List<String> command, List<Mount> mounts) throws IOException {
    if (sandbox.isolation() != Isolation.BUBBLEWRAP) {
      throw new IOException("programs are run in bubblewrap alone, and it is missing");
    }
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", INSIDE.toString());
    // The order of a set is the same each time.
    environment.put("PYTHONHASHSEED", "0");
    Path nowhere = Path.of("/dev/null");
    Limits limits =
        new Limits(
            Optional.empty(),
            Optional.of(memory),
            Optional.of(time.plusSeconds(1)),
            PROCESSES,
            Optional.of(OPEN_FILES),
            Optional.of(scratch),
            List.of(INSIDE.toString()),
            Optional.of(scratch));
    return sandbox.builder(
        new SandboxSpec(command, environment, mounts, INSIDE, nowhere, false, limits));
  }

  /** A Python program that comes with the runner. */
  static String source(String name) throws IOException {
    try (InputStream in = Cell.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the class path lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
