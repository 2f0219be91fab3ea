package org.autorl.runner.mirror;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.runner.folder.AppendedLines;

/** Writes each fetch down as a line of the trajectory; after so many they are only counted. */
final class ArtifactLog implements AutoCloseable {
  private final AppendedLines trajectory;
  private final InstantSource time;

  private ArtifactLog(AppendedLines trajectory, InstantSource time) {
    this.trajectory = trajectory;
    this.time = time;
  }

  /** Opens a trajectory to append to it. */
  static ArtifactLog open(Path trajectory, InstantSource time) throws IOException {
    return new ArtifactLog(AppendedLines.open(trajectory), time);
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

  void write(Fetch fetch) throws IOException {
    Artifact artifact = fetch.artifact();
    ObjectNode line =
        line("artifact").put("mirror", artifact.index().word()).put("name", artifact.name());
    artifact.file().ifPresent(file -> line.put("file", file));
    artifact.revision().ifPresent(revision -> line.put("revision", revision));
    line.put("status", fetch.status()).put("bytes", fetch.bytes());
    fetch.digest().ifPresent(digest -> line.put("digest", "sha256:" + digest));
    fetch.problem().ifPresent(problem -> line.put("problem", problem));
    trajectory.writeIfRoom(line);
  }

  private ObjectNode line(String kind) {
    return Json.object().put("at", time.instant().toString()).put("kind", kind);
  }

  @Override
  public void close() throws IOException {
    try (trajectory) {
      if (trajectory.leftOut() > 0) {
        trajectory.write(line("artifacts left out").put("artifacts", trajectory.leftOut()));
      }
    }
  }
}
