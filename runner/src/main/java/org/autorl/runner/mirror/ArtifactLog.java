package org.autorl.runner.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.autorl.records.Json;

/** Writes each fetch down as a line of the trajectory; after so many they are only counted. */
final class ArtifactLog implements AutoCloseable {
  private static final int LINES = 20_000;

  private final OutputStream trajectory;
  private final InstantSource time;
  private int lines;
  private long leftOut;

  private ArtifactLog(OutputStream trajectory, InstantSource time) {
    this.trajectory = trajectory;
    this.time = time;
  }

  /** Opens a trajectory to append to it. */
  static ArtifactLog open(Path trajectory, InstantSource time) throws IOException {
    return new ArtifactLog(new FileOutputStream(trajectory.toFile(), true), time);
  }

  /**
   * What came of a request.
   *
   * @param bytes that were handed on
   * @param digest of them in hex, SHA-256, if they are a whole file
   * @param problem why it was refused or broken off
   */
  record Fetch(
      Artifact artifact,
      int status,
      long bytes,
      Optional<String> digest,
      Optional<String> problem) {}

  synchronized void write(Fetch fetch) throws IOException {
    if (lines >= LINES) {
      leftOut++;
      return;
    }
    lines++;
    Artifact artifact = fetch.artifact();
    ObjectNode line =
        line("artifact").put("mirror", artifact.index().word()).put("name", artifact.name());
    artifact.file().ifPresent(file -> line.put("file", file));
    artifact.revision().ifPresent(revision -> line.put("revision", revision));
    line.put("status", fetch.status()).put("bytes", fetch.bytes());
    fetch.digest().ifPresent(digest -> line.put("digest", "sha256:" + digest));
    fetch.problem().ifPresent(problem -> line.put("problem", problem));
    put(line);
  }

  private ObjectNode line(String kind) {
    return Json.object().put("at", time.instant().toString()).put("kind", kind);
  }

  private void put(ObjectNode line) throws IOException {
    trajectory.write((Json.canonical(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void close() throws IOException {
    try (trajectory) {
      if (leftOut > 0) {
        put(line("artifacts left out").put("artifacts", leftOut));
      }
    }
  }
}
