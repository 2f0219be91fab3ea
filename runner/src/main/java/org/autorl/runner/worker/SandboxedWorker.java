package org.autorl.runner.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;

/**
 * Starts the trainers' worker in a sandbox that sees one policy and no network.
 *
 * @param patience for loading, and for each answer
 */
public record SandboxedWorker(Sandbox sandbox, JavaHome java, Duration patience)
    implements WorkerLauncher {
  @Override
  public Worker start(Path policy) throws IOException {
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
    WorkerProcess process =
        WorkerProcess.start(
            sandbox,
            errors ->
                new SandboxSpec(command, java.environment(sandbox), mounts, policy, errors, false));
    return PolicyWorker.on(process, "djl", patience);
  }
}
