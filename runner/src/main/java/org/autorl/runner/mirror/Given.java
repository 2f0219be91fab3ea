package org.autorl.runner.mirror;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What a shelf hands out.
 *
 * @param expected SHA-256 of the whole body in hex, where the index has said it
 */
record Given(
    int status,
    Map<String, String> headers,
    InputStream body,
    Artifact artifact,
    Optional<String> expected) {

  static Given page(String type, String text, Artifact artifact) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Given(
        200,
        Map.of("Content-Type", type, "Content-Length", Integer.toString(bytes.length)),
        new ByteArrayInputStream(bytes),
        artifact,
        Optional.empty());
  }
}
