package org.autorl.runner.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.autorl.runner.door.Hatch;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;

/**
 * Starts an OpenAI-compatible server for each policy, in a sandbox that sees it, one policy and no
 * network; a Unix socket is its only way out.
 *
 * @param command with {@code {policy}} and {@code {port}} among its words
 */
public record ServerWorker(
    Sandbox sandbox, JavaHome java, WorkerCommand command, OpenAiServer.Manners manners)
    implements WorkerLauncher {
  private static final String SOCKET = "server.sock";

  @Override
  public Worker start(Path policy) throws IOException {
    Path sockets = Files.createTempDirectory("autorl-hatch");
    Hatch hatch = Hatch.open(sockets.resolve(SOCKET));
    WorkerProcess process;
    try {
      process = WorkerProcess.start(sandbox, errors -> spec(policy, sockets, errors));
    } catch (WorkerFailed | IOException e) {
      release(hatch, sockets);
      throw e;
    }
    return OpenAiWorker.started(
        new OpenAiServer(URI.create("http://127.0.0.1:" + hatch.port()), manners),
        process,
        () -> {
          process.close();
          release(hatch, sockets);
        });
  }

  private SandboxSpec spec(Path policy, Path sockets, Path errors) throws IOException {
    Mount model = Mount.readOnly(policy, "/policy");
    Mount out = new Mount(sockets, "/run/autorl", true);
    List<Mount> mounts = new ArrayList<>(java.mounts());
    mounts.addAll(command.visible());
    mounts.addAll(List.of(model, out));
    String port = Integer.toString(freePort());
    List<String> words = new ArrayList<>();
    words.addAll(List.of(java.program(), "-XX:+UseSerialGC", "-Xmx64m", "-cp"));
    words.addAll(List.of(java.doorPath(sandbox), Hatch.class.getName()));
    words.addAll(List.of(sandbox.seen(out) + "/" + SOCKET, port));
    command
        .words()
        .forEach(
            word ->
                words.add(word.replace("{policy}", sandbox.seen(model)).replace("{port}", port)));
    return new SandboxSpec(words, command.environment(), mounts, policy, errors, true);
  }

  /** In a network namespace any port is free; without one this is the best that can be known. */
  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void release(Hatch hatch, Path sockets) {
    try {
      hatch.close();
      Folders.delete(sockets);
    } catch (IOException e) {
      // A stray folder with a dead socket is no reason to lose a verdict.
      sockets.toFile().deleteOnExit();
    }
  }
}
