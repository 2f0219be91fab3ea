package org.autorl.runner.serve;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.autorl.runner.http.Loopback;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The site and what goes on, on loopback; docs/guides/watch-a-run.md tells what a reader sees. */
public final class SiteServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int CONNECTIONS = 512;

  /** A connection on which nothing moves for so long is hung up; open pages are told more often. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Server http;
  private final ServerConnector connector;
  private final Round round;
  private final Streams streams;

  private SiteServer(Server http, ServerConnector connector, Round round, Streams streams) {
    this.http = http;
    this.connector = connector;
    this.round = round;
    this.streams = streams;
  }

  /**
   * What is served.
   *
   * @param runs folders of run folders
   * @param others folders that the site is made of besides
   * @param site where the renderer puts the site
   * @param port 0 for any that is free
   * @param pace how often to look, and to render, at the most
   */
  public record Plan(List<Path> runs, List<Path> others, Path site, int port, Duration pace) {}

  /**
   * Starts serving; the site is rendered when this returns.
   *
   * @param say for the operator, a line each
   * @throws BindException if the port is taken
   */
  public static SiteServer start(
      Plan plan, Renderer renderer, InstantSource time, Consumer<String> say)
      throws IOException, InterruptedException {
    Streams streams = new Streams();
    Round round =
        new Round(
            new Look(plan.runs(), plan.others()),
            new Views(time),
            streams,
            renderer,
            plan.pace(),
            say);
    Server http = new Server(new QueuedThreadPool(THREADS));
    ServerConnector connector = Loopback.listen(http, SILENCE, CONNECTIONS);
    connector.setPort(plan.port());
    http.setErrorHandler(new Answers());
    http.setHandler(
        new Doorkeeper(
            new Handler.Sequence(new LivePages(round, streams), new SiteFiles(plan.site()))));
    SiteServer server = new SiteServer(http, connector, round, streams);
    try {
      // The port first: it may be taken, and rendering takes its time.
      connector.open();
      round.begin();
      http.start();
      return server;
    } catch (BindException | InterruptedException e) {
      server.close();
      throw e;
    } catch (Exception e) {
      server.close();
      if (e.getCause() instanceof BindException taken) {
        throw taken;
      }
      throw new IOException("the site is not served: " + e.getMessage(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** How many pages listen. */
  int listening() {
    return streams.count();
  }

  /** Waits until it is closed. */
  public void join() throws InterruptedException {
    http.join();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    streams.close();
    round.close();
    try {
      http.stop();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the site is served still: " + e.getMessage(), e);
    }
  }
}
