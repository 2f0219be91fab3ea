package org.autorl.runner.budget;

import java.io.IOException;
import java.util.List;

/** Says which processes compute on which GPUs at the moment. */
@FunctionalInterface
public interface GpuTable {
  /**
   * One process on one GPU.
   *
   * @param pid as the host numbers it
   */
  record Use(String gpu, long pid) {}

  /** All uses now. */
  List<Use> uses() throws IOException, InterruptedException;
}
