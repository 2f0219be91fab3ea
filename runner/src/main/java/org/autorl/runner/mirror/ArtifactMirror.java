package org.autorl.runner.mirror;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.autorl.runner.http.Loopback;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The artifact mirror of one attempt, on loopback; docs/reference/artifact-mirror.md says its
 * routes.
 */
public final class ArtifactMirror implements AutoCloseable {
  private static final int THREADS = 32;
  private static final int CONNECTIONS = 256;
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Server http;
  private final ServerConnector connector;
  private final ArtifactLog log;

  private ArtifactMirror(Server http, ServerConnector connector, ArtifactLog log) {
    this.http = http;
    this.connector = connector;
    this.log = log;
  }

  /**
   * Starts serving.
   *
   * @param token of this attempt; part of the address
   * @param seen port by which a sandbox sees the mirror; 0: as it is on the host
   * @param trajectory file that fetches are appended to
   */
  public static ArtifactMirror start(
      Mirrors mirrors, String token, int seen, Path trajectory, InstantSource time)
      throws IOException {
    ArtifactLog log = ArtifactLog.open(trajectory, time);
    Server http = new Server(new QueuedThreadPool(THREADS));
    ServerConnector connector = Loopback.listen(http, SILENCE, CONNECTIONS);
    ArtifactMirror mirror = new ArtifactMirror(http, connector, log);
    try {
      connector.open();
      int port = seen == 0 ? connector.getLocalPort() : seen;
      Map<Index, Shelf> shelves = new EnumMap<>(Index.class);
      mirrors
          .places()
          .forEach(
              (index, place) ->
                  shelves.put(
                      index,
                      switch (index) {
                        case HUB -> new HubShelf(place, mirrors, at(port, token, index));
                        case PYTHON -> new PythonShelf(place);
                      }));
      http.setHandler(new Front(token, shelves, log));
      http.start();
      return mirror;
    } catch (Exception e) {
      mirror.close();
      throw new IOException("the artifact mirror does not start: " + e.getMessage(), e);
    }
  }

  private static String at(int port, String token, Index index) {
    return "http://127.0.0.1:%d/%s/%s".formatted(port, token, index.word());
  }

  /**
   * Variables by which programs find it.
   *
   * @param port as they see it
   */
  public static Map<String, String> variables(Mirrors mirrors, String token, int port) {
    Map<String, String> variables = new TreeMap<>();
    mirrors
        .places()
        .keySet()
        .forEach(index -> variables.putAll(index.variables(at(port, token, index))));
    return variables;
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try (log) {
      http.stop();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the artifact mirror does not stop: " + e.getMessage(), e);
    }
  }
}
