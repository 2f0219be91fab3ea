package org.autorl.runner.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Hands a body on part by part, and digests it on the way. */
final class Handover {
  private static final int PART = 1 << 16;

  private final MessageDigest digest;
  private long bytes;

  Handover() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A body is not what the index has said that it is. */
  static final class Mismatch extends IOException {
    private static final long serialVersionUID = 1L;

    Mismatch(String expected, String found) {
      super("its SHA-256 is %s, and the index says %s".formatted(found, expected));
    }
  }

  /**
   * The end of a body.
   *
   * @param part that is still to be handed on
   * @param digest of the whole in hex
   */
  record Last(byte[] part, String digest) {}

  /**
   * Hands a body on but for its last part. That one is kept back until the digest is known, so
   * nobody ever has the whole of a wrong file.
   *
   * @throws Mismatch if it is not what was expected
   */
  Last pass(InputStream from, OutputStream to, Optional<String> expected) throws IOException {
    byte[] held = from.readNBytes(PART);
    while (held.length == PART) {
      byte[] next = from.readNBytes(PART);
      digest.update(held);
      to.write(held);
      bytes += held.length;
      held = next;
    }
    digest.update(held);
    String found = HexFormat.of().formatHex(digest.digest());
    if (!expected.map(found::equals).orElse(true)) {
      throw new Mismatch(expected.get(), found);
    }
    bytes += held.length;
    return new Last(held, found);
  }

  /** How many were handed on, with the last part if there is one. */
  long bytes() {
    return bytes;
  }
}
