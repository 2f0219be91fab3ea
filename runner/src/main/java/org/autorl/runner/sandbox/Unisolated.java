package org.autorl.runner.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.autorl.records.Bytes;
import org.autorl.records.Isolation;

/**
 * No isolation at all: an ordinary process with a clean environment.
 *
 * @param groups that processes with a limit of memory get one of: it holds those together that have
 *     left both the process tree and the session
 */
public record Unisolated(Optional<ControlGroups> groups) implements Sandbox {
  /** Without control groups. */
  public Unisolated() {
    this(Optional.empty());
  }

  @Override
  public Isolation isolation() {
    return Isolation.UNISOLATED;
  }

  @Override
  public String seen(Mount mount) {
    return mount.host().toAbsolutePath().toString();
  }

  @Override
  public ProcessBuilder builder(SandboxSpec spec) throws IOException {
    List<String> command = new ArrayList<>(spec.limits().prefix(false));
    command.addAll(spec.command());
    ProcessBuilder builder =
        new ProcessBuilder(Start.words(groups, spec.limits(), "exec \"$@\"", command));
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
  public void kill(Process process) throws InterruptedException, StillRunning {
    List<ProcessHandle> below = process.descendants().toList();
    // Not the process's own method: it closes pipes, and waits for whoever still writes to one.
    process.toHandle().destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    // One that was started meanwhile shows up in the session.
    Processes.end(() -> Processes.ofSession(process.pid()));
    if (groups.isPresent()) {
      Processes.end(() -> groups.get().members(process.pid()));
      groups.get().remove(process.pid());
    }
    process.waitFor();
  }

  @Override
  public Bytes memory(Process process) {
    return groups
        .flatMap(found -> found.memory(process.pid()))
        .orElseGet(() -> new Bytes(Processes.resident(process)));
  }

  @Override
  public boolean ranOut(Process process) {
    return groups.map(found -> found.ranOut(process.pid())).orElse(false);
  }

  @Override
  public Protections protections() {
    String end = "those of its process tree and its session";
    return new Protections(
        "none",
        "not refused",
        groups,
        false,
        groups.isPresent() ? "with their control group" : end);
  }
}
