package org.autorl.runner.worker;

import java.io.IOException;
import java.nio.file.Path;

/** Starts workers, one for each policy that is graded. */
public interface WorkerLauncher {
  /**
   * Starts a worker on a policy and waits until it can be asked.
   *
   * @param policy folder, which the worker may only read
   * @throws PolicyRefused if the policy cannot be loaded
   * @throws WorkerFailed if the worker fails in another way
   */
  Worker start(Path policy) throws IOException;
}
