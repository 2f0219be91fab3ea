package org.autorl.runner.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.autorl.records.Digest;

/**
 * What the bytes of a file must hash to. Large files of the hub have a SHA-256, the others the id
 * that Git gives to their content: SHA-1 of {@code blob SIZE}, a zero byte and the bytes.
 *
 * @param hex lower-case
 */
public record Checksum(Kind kind, String hex) {
  private static final int BUFFER = 1 << 16;

  /** How to hash. */
  public enum Kind {
    /** The bytes alone. */
    SHA256,
    /** As Git names content. */
    GIT_BLOB
  }

  /** Hashes a file. */
  public static Checksum of(Kind kind, Path file) throws IOException {
    MessageDigest digest = kind == Kind.SHA256 ? Digest.sha256() : gitBlob(Files.size(file));
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return new Checksum(kind, Digest.hex(digest.digest()));
  }

  private static MessageDigest gitBlob(long size) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** For people. */
  public String named() {
    return (kind == Kind.SHA256 ? "SHA-256 " : "Git blob ") + hex;
  }
}
