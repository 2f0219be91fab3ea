package org.autorl.runner.worker;

import java.nio.file.Path;

/**
 * A server that runs already and is said to serve the policy that is graded. Whether it does cannot
 * be seen from here, unless the server names another folder of this machine.
 */
public record RunningServer(OpenAiServer server) implements WorkerLauncher {
  @Override
  public Worker start(Path policy) {
    return OpenAiWorker.running(server, policy);
  }
}
