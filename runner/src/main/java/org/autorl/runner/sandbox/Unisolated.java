package org.autorl.runner.sandbox;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.autorl.records.Isolation;

/** No isolation at all: an ordinary process with a clean environment. */
public record Unisolated() implements Sandbox {
  @Override
  public Isolation isolation() {
    return Isolation.UNISOLATED;
  }

  @Override
  public String seen(Mount mount) {
    return mount.host().toAbsolutePath().toString();
  }

  @Override
  public ProcessBuilder builder(SandboxSpec spec) {
    List<String> command = new ArrayList<>(spec.command());
    if (Files.isExecutable(Processes.SETSID)) {
      // A session of its own is all that holds its processes together here.
      command.add(0, Processes.SETSID.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    builder.directory(spec.cwd().toFile());
    return builder;
  }

  @Override
  public void askToEnd(Process process) {
    Set<ProcessHandle> all = new LinkedHashSet<>(Processes.ofSession(process.pid()));
    process.descendants().forEach(all::add);
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
  }

  @Override
  public void kill(Process process) throws InterruptedException {
    // What has left both the process tree and the session is out of reach here.
    List<ProcessHandle> below = process.descendants().toList();
    // Not the process's own method: it closes pipes, and waits for whoever still writes to one.
    process.toHandle().destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    // One that was started meanwhile shows up in the session.
    Processes.awaitNone(
        () -> {
          List<ProcessHandle> left = Processes.ofSession(process.pid());
          left.forEach(ProcessHandle::destroyForcibly);
          return left.stream().map(ProcessHandle::pid).toList();
        });
    process.waitFor();
  }
}
