package org.autorl.runner.api;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.autorl.records.Task;
import org.autorl.runner.budget.Meters;
import org.autorl.runner.http.Loopback;
import org.autorl.runner.rollout.EpisodeDesk;
import org.autorl.runner.submission.SubmissionDesk;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The grading API of one attempt, on loopback; docs/reference/grading-api.md says its routes. */
public final class GradingServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int CONNECTIONS = 2048;

  /** A connection that says nothing for so long is hung up, unless we owe it an answer. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Server http;
  private final ServerConnector connector;
  private final List<ExecutorService> work;
  private final Routes routes;
  private final Trajectory trajectory;
  private final Optional<EpisodeDesk> episodes;

  private GradingServer(
      Server http,
      ServerConnector connector,
      List<ExecutorService> work,
      Routes routes,
      Trajectory trajectory,
      Optional<EpisodeDesk> episodes) {
    this.http = http;
    this.connector = connector;
    this.work = work;
    this.routes = routes;
    this.trajectory = trajectory;
    this.episodes = episodes;
  }

  /**
   * What is served.
   *
   * @param episodes none for a task without a world
   */
  public record Desks(
      Task task, SubmissionDesk submissions, Optional<EpisodeDesk> episodes, Meters meters) {}

  /**
   * Starts serving.
   *
   * @param token of this attempt; part of the address, or a bearer token
   * @param port 0 for any that is free
   * @param trajectory file that calls are appended to
   * @throws BindException if the port is taken
   */
  public static GradingServer start(
      Desks desks, String token, int port, Path trajectory, InstantSource time) throws IOException {
    return start(desks, token, port, trajectory, time, SILENCE);
  }

  static GradingServer start(
      Desks desks, String token, int port, Path trajectory, InstantSource time, Duration silence)
      throws IOException {
    ExecutorService receiving = Executors.newSingleThreadExecutor();
    ExecutorService grading = Executors.newSingleThreadExecutor();
    ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();
    Patience patience = new Patience(silence.multipliedBy(2));
    watching.scheduleWithFixedDelay(
        patience, silence.toMillis(), silence.toMillis(), TimeUnit.MILLISECONDS);
    Trajectory calls = Trajectory.open(trajectory, time);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    Server http = new Server(threads);
    ServerConnector connector = Loopback.listen(http, silence, CONNECTIONS);
    connector.setPort(port);
    connector.setAcceptQueueSize(CONNECTIONS);
    connector.addBean(patience);
    http.setErrorHandler(new JsonErrors());
    Routes routes = new Routes(desks, receiving, grading, threads);
    http.setHandler(new Calls(routes, token, calls, patience));
    List<ExecutorService> work = List.of(receiving, grading, watching);
    GradingServer server =
        new GradingServer(http, connector, work, routes, calls, desks.episodes());
    try {
      http.start();
      return server;
    } catch (Exception e) {
      server.close();
      throw e.getCause() instanceof BindException taken
          ? taken
          : new IOException("the grading API does not start: " + e.getMessage(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Done once all submissions whose calls were in time, so far, are received. */
  public Future<?> admitted() {
    return routes.admitted();
  }

  @Override
  public void close() throws IOException {
    try {
      http.stop();
    } catch (Exception e) {
      throw new IOException("the grading API does not stop: " + e.getMessage(), e);
    } finally {
      work.forEach(ExecutorService::shutdownNow);
      try (trajectory) {
        Optional<EpisodeDesk.Count> count =
            episodes.map(EpisodeDesk::count).filter(c -> c.opened() > 0);
        if (count.isPresent()) {
          trajectory.episodes(count.get());
        }
      }
    }
  }
}
