package org.autorl.runner.grading;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a process that loads a policy and completes prompts: JSON lines in, JSON lines out. */
public interface WorkerLauncher {
  /**
   * Starts a worker.
   *
   * @param policy folder, which the process may only read
   * @param errors file for what it says on standard error
   */
  Process start(Path policy, Path errors) throws IOException;
}
