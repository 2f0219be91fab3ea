package org.autorl.runner.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;

/**
 * Starts the operator's program, with {@code --policy DIR} added, in a sandbox that sees it, one
 * policy and no network.
 *
 * @param patience for loading, and for each answer
 */
public record CommandWorker(Sandbox sandbox, WorkerCommand command, Duration patience)
    implements WorkerLauncher {
  @Override
  public Worker start(Path policy) throws IOException {
    Mount mount = Mount.readOnly(policy, "/policy");
    List<Mount> mounts = new ArrayList<>(command.visible());
    mounts.add(mount);
    List<String> words = new ArrayList<>(command.words());
    words.addAll(List.of("--policy", sandbox.seen(mount)));
    WorkerProcess process =
        WorkerProcess.start(
            sandbox,
            errors -> new SandboxSpec(words, command.environment(), mounts, policy, errors, false));
    return PolicyWorker.on(process, String.join(" ", command.given()), patience);
  }
}
