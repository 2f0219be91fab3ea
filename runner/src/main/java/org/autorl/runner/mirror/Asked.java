package org.autorl.runner.mirror;

import java.util.Optional;

/**
 * A request to a shelf.
 *
 * @param path below the index's own, decoded, without a slash at its begin
 * @param rawPath the same as it was sent
 * @param body of a POST, else empty
 */
record Asked(
    String method,
    String path,
    String rawPath,
    Optional<String> query,
    Optional<String> range,
    byte[] body) {
  boolean head() {
    return method.equals("HEAD");
  }
}
