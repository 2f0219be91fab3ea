package org.autorl.runner.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.autorl.runner.grading.WorkerLauncher;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;

/** Starts the trainers' worker in a sandbox that sees one policy and no network. */
public record SandboxedWorker(Sandbox sandbox, JavaHome java) implements WorkerLauncher {
  @Override
  public Process start(Path policy, Path errors) throws IOException {
    Mount mount = Mount.readOnly(policy, "/policy");
    List<Mount> mounts = new ArrayList<>(java.mounts());
    mounts.add(mount);
    List<String> command = new ArrayList<>(List.of(java.program()));
    command.addAll(JavaHome.flags());
    command.addAll(
        List.of(
            "-cp",
            java.classPath(sandbox),
            "org.autorl.trainers.cli.Main",
            "worker",
            "--policy",
            sandbox.seen(mount)));
    return sandbox.start(
        new SandboxSpec(command, java.environment(sandbox), mounts, policy, errors, false));
  }
}
