package org.autorl.runner.sandbox;

import java.nio.file.Path;

/**
 * Something of the host that a sandbox may see.
 *
 * @param inside absolute path in the sandbox
 */
public record Mount(Path host, String inside, boolean writable) {
  /** To read only. */
  public static Mount readOnly(Path host, String inside) {
    return new Mount(host, inside, false);
  }
}
