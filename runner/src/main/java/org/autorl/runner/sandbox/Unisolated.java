package org.autorl.runner.sandbox;

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
    ProcessBuilder builder = new ProcessBuilder(spec.command());
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    builder.directory(spec.cwd().toFile());
    return builder;
  }

  @Override
  public void askToEnd(Process process) {
    process.destroy();
  }

  @Override
  public void kill(Process process) throws InterruptedException {
    // What has left the process tree is out of reach here.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
