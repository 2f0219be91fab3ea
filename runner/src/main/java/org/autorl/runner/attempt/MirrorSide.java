package org.autorl.runner.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.autorl.records.Isolation;
import org.autorl.runner.door.Passage;
import org.autorl.runner.gateway.Secret;
import org.autorl.runner.mirror.ArtifactMirror;
import org.autorl.runner.mirror.Mirrors;

/** An attempt's way to package index and hub; an offline one has none. */
final class MirrorSide implements AutoCloseable {
  private static final String SOCKET = "mirror.sock";
  private static final int PORT = 5002;

  private final Optional<Open> open;

  private record Open(ArtifactMirror mirror, Passage passage, Workspace.Way way) {}

  private MirrorSide(Optional<Open> open) {
    this.open = open;
  }

  /** Opens the mirror, and the way to it. */
  static MirrorSide open(AttemptPlan plan, Isolation isolation, Path sockets, InstantSource time)
      throws IOException {
    Mirrors mirrors = plan.mirrors();
    if (mirrors.places().isEmpty()) {
      return new MirrorSide(Optional.empty());
    }
    String token = Secret.fresh();
    int seen = isolation == Isolation.BUBBLEWRAP ? PORT : 0;
    ArtifactMirror mirror =
        ArtifactMirror.start(mirrors, token, seen, plan.folder().trajectory(), time);
    try {
      Passage passage = Passage.open(sockets.resolve(SOCKET), mirror.port());
      Workspace.Way way =
          new Workspace.Way(
              mirror.port(), PORT, SOCKET, at -> ArtifactMirror.variables(mirrors, token, at));
      return new MirrorSide(Optional.of(new Open(mirror, passage, way)));
    } catch (IOException e) {
      mirror.close();
      throw e;
    }
  }

  Optional<Workspace.Way> way() {
    return open.map(Open::way);
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      try (ArtifactMirror mirror = open.get().mirror();
          Passage passage = open.get().passage()) {
        // Closed in turn, the way before where it leads.
      }
    }
  }
}
