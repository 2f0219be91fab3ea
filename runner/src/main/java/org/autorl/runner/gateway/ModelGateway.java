package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.autorl.records.Network;
import org.autorl.records.Task;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.budget.Meter;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.http.Loopback;
import org.autorl.runner.http.PatientClient;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The model gateway of one attempt, on loopback; docs/reference/model-gateway.md says its routes.
 */
public final class ModelGateway implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int CONNECTIONS = 512;

  /** A connection whose turn it is and that says nothing for so long is hung up. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Server http;
  private final ServerConnector connector;
  private final Desk desk;
  private final Going going;
  private final Optional<ScriptedDriver> scripted;

  private ModelGateway(
      Server http,
      ServerConnector connector,
      Desk desk,
      Going going,
      Optional<ScriptedDriver> scripted) {
    this.http = http;
    this.connector = connector;
    this.desk = desk;
    this.going = going;
    this.scripted = scripted;
  }

  /**
   * The attempt that is served.
   *
   * @param token that its calls carry instead of the key
   * @param trajectory file that calls are appended to
   * @param calls file for what was asked and answered
   */
  public record Attempt(Task task, long seed, String token, Path trajectory, Path calls) {}

  /**
   * How long to wait.
   *
   * @param begin until a provider begins to answer
   * @param silence between two parts of an answer
   * @param drain for the rest of an answer that nobody waits for
   */
  record Waits(Duration begin, Duration silence, Duration drain, PatientClient.Pause pause) {
    static Waits usual() {
      return new Waits(
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Exchange.DRAIN,
          time -> Thread.sleep(time.toMillis()));
    }
  }

  /**
   * Starts serving.
   *
   * @param java program that a scripted driver is started with
   * @throws IOException also if a scripted driver does not start, or a recording cannot be read
   */
  public static ModelGateway start(Driver driver, Attempt attempt, String java, InstantSource time)
      throws IOException {
    return start(driver, attempt, java, time, Waits.usual());
  }

  static ModelGateway start(
      Driver driver, Attempt attempt, String java, InstantSource time, Waits waits)
      throws IOException {
    CallLog log = CallLog.open(attempt.trajectory(), attempt.calls(), time);
    Optional<ScriptedDriver> scripted;
    Upstream upstream;
    try {
      scripted = scripted(driver, attempt.seed(), java);
      upstream = upstream(driver, attempt, scripted.map(ScriptedDriver::url), waits);
    } catch (IOException e) {
      log.close();
      throw e;
    }
    Desk desk =
        new Desk(
            driver,
            upstream,
            new Till(attempt.task().budget(), log.before()),
            new Pacer(driver.pace(), System::nanoTime, waits.pause()),
            log,
            attempt.task().network() == Network.OPEN,
            waits.silence(),
            waits.drain(),
            System::nanoTime,
            Executors.newSingleThreadScheduledExecutor(),
            Desk.nothing());
    Server http = new Server(new QueuedThreadPool(THREADS));
    ServerConnector connector = Loopback.listen(http, IDLE, CONNECTIONS);
    Going going = new Going();
    http.setHandler(new Front(desk, attempt.token(), going));
    ModelGateway gateway = new ModelGateway(http, connector, desk, going, scripted);
    try {
      http.start();
      return gateway;
    } catch (Exception e) {
      gateway.close();
      throw new IOException("the model gateway does not start: " + e.getMessage(), e);
    }
  }

  private static Optional<ScriptedDriver> scripted(Driver driver, long seed, String java)
      throws IOException {
    return driver.source() instanceof Driver.Scripted own
        ? Optional.of(
            ScriptedDriver.start(java, System.getProperty("java.class.path"), own.quality(), seed))
        : Optional.empty();
  }

  private static Upstream upstream(
      Driver driver, Attempt attempt, Optional<URI> scripted, Waits waits) throws IOException {
    if (driver.source() instanceof Driver.Recorded recorded) {
      return Replay.of(
          new RunFolder(recorded.run()).attempt(attempt.task().id(), attempt.seed()).modelCalls());
    }
    Driver.Server server =
        driver.source() instanceof Driver.Server named
            ? named
            : new Driver.Server(scripted.orElseThrow(), Optional.empty());
    return new HttpUpstream(server, waits.begin(), waits.pause());
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** What the attempt has spent; dollars only where all its models have a price. */
  public Map<Kind, Meter> meters() {
    Map<Kind, Meter> meters = new EnumMap<>(Kind.class);
    meters.put(Kind.TOKENS, desk.till().tokens());
    if (desk.driver().unpriced().isEmpty()) {
      meters.put(Kind.DOLLARS, desk.till().dollars());
    }
    return meters;
  }

  /** For the ledger: what the attempt has spent. */
  public void writeTo(ObjectNode event) {
    event.put("tokens", desk.till().spent().total());
    if (desk.driver().unpriced().isEmpty()) {
      event.put("dollars", desk.till().dollars().spent());
    }
  }

  /**
   * Waits until all that was asked is answered and charged; what takes longer is broken off.
   *
   * @param patience for answers that nobody waits for any more
   */
  public void settle(Duration patience) throws InterruptedException {
    if (!going.await(patience)) {
      desk.reading().forEach(dog -> dog.end("the agent's time was over"));
      going.await(Duration.ofSeconds(2));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      desk.reading().forEach(dog -> dog.end("the attempt is over"));
      http.stop();
    } catch (Exception e) {
      throw new IOException("the model gateway does not stop: " + e.getMessage(), e);
    } finally {
      desk.timer().shutdownNow();
      scripted.ifPresent(ScriptedDriver::close);
      desk.log().close();
    }
  }
}
