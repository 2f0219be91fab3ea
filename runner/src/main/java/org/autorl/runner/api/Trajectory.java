package org.autorl.runner.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.autorl.records.Json;
import org.autorl.runner.folder.AppendedLines;
import org.autorl.runner.rollout.EpisodeDesk;

/** Writes calls down, a line each, without the token and without bodies. */
final class Trajectory implements AutoCloseable {
  private final AppendedLines file;
  private final InstantSource time;

  private Trajectory(AppendedLines file, InstantSource time) {
    this.file = file;
    this.time = time;
  }

  /** Opens a file to append to it. */
  static Trajectory open(Path file, InstantSource time) throws IOException {
    return new Trajectory(AppendedLines.open(file), time);
  }

  void call(String method, String route, int status) throws IOException {
    file.writeIfRoom(line("call").put("method", method).put("route", route).put("status", status));
  }

  /** The episodes of an attempt are one line, at its end. */
  void episodes(EpisodeDesk.Count count) throws IOException {
    file.write(
        line("episodes")
            .put("opened", count.opened())
            .put("finished", count.finished())
            .put("steps", count.steps()));
  }

  private ObjectNode line(String kind) {
    return Json.object().put("at", time.instant().toString()).put("kind", kind);
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (file.leftOut() > 0) {
        file.write(line("calls left out").put("calls", file.leftOut()));
      }
    }
  }
}
