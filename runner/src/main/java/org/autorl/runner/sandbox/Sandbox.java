package org.autorl.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.autorl.records.Bytes;
import org.autorl.records.Isolation;

/** Where processes of an attempt run. */
public sealed interface Sandbox permits Bubblewrap, Unisolated {
  /** What this one holds against them. */
  Isolation isolation();

  /** How a mount is called by those inside. */
  String seen(Mount mount);

  /** How a process would be started; where its output goes is the caller's. */
  ProcessBuilder builder(SandboxSpec spec) throws IOException;

  /** Starts a process whose output goes where the specification says. */
  default Process start(SandboxSpec spec) throws IOException {
    ProcessBuilder builder = builder(spec);
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(spec.errors().toFile());
    builder.redirectError(log);
    if (spec.joined()) {
      builder.redirectOutput(log);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }
    return builder.start();
  }

  /** Asks a process that was started here, and all below it, to end. */
  void askToEnd(Process process);

  /**
   * Ends a process that was started here, and waits for it; with it end all that it started, if
   * this sandbox can.
   *
   * @throws StillRunning if the machine cannot end them
   */
  void kill(Process process) throws InterruptedException, StillRunning;

  /** What all processes of one that was started here hold in memory, with files that lie there. */
  Bytes memory(Process process);

  /** Whether the kernel has ended some of them because they wanted more than the limit. */
  boolean ranOut(Process process);

  /** What this one holds against them here, in detail. */
  Protections protections();

  /** Bubblewrap, if the machine has it. */
  static Optional<Sandbox> bubblewrap(String searchPath) {
    for (String folder : searchPath.split(":")) {
      Path program = Path.of(folder, "bwrap");
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return Optional.of(Bubblewrap.on(program));
      }
    }
    return Optional.empty();
  }
}
