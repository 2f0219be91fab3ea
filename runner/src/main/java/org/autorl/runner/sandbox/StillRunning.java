package org.autorl.runner.sandbox;

import java.io.IOException;
import java.util.List;

/**
 * Processes outlive their being killed: the machine fails here, and nobody inside is to blame. What
 * comes next must not start.
 */
public final class StillRunning extends IOException {
  private static final long serialVersionUID = 1;

  StillRunning(List<Long> processes, int seconds) {
    super("processes %s are still there %d s after they were killed".formatted(processes, seconds));
  }
}
