package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.autorl.records.Json;
import org.autorl.records.Task;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.submission.SubmissionDesk;

/** The grading API of one attempt, on loopback; docs/reference/grading-api.md says its routes. */
public final class GradingServer implements AutoCloseable {
  private static final int BODY_LIMIT = 64 << 10;
  private static final int THREADS = 8;

  private final Routes routes;
  private final String token;
  private final HttpServer http;
  private final Path trajectory;
  private final InstantSource time;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private GradingServer(
      SubmissionDesk desk,
      AttemptClock clock,
      Task task,
      String token,
      HttpServer http,
      Path trajectory,
      InstantSource time) {
    this.routes = new Routes(desk, clock, task, threads);
    this.token = token;
    this.http = http;
    this.trajectory = trajectory;
    this.time = time;
  }

  /**
   * Starts serving.
   *
   * @param token of this attempt; part of the address, or a bearer token
   * @param port 0 for any that is free
   * @param trajectory file that each call is appended to
   * @throws java.net.BindException if the port is taken
   */
  public static GradingServer start(
      SubmissionDesk desk,
      AttemptClock clock,
      Task task,
      String token,
      int port,
      Path trajectory,
      InstantSource time)
      throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    GradingServer server = new GradingServer(desk, clock, task, token, http, trajectory, time);
    http.createContext("/", server::handle);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return http.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer answer;
    try {
      answer =
          routes.answer(exchange.getRequestMethod(), authorised(exchange), () -> body(exchange));
    } catch (Problem e) {
      answer = e.answer();
    } catch (IllegalArgumentException e) {
      answer = Answer.problem(400, "Bad request", String.valueOf(e.getMessage()));
    } catch (SubmissionDesk.DeskClosed e) {
      answer = Answer.problem(e.isSpent() ? 429 : 409, "Closed", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // The agent learns that it was us, the operator finds the cause in the attempt's end.
      answer =
          Answer.problem(503, "Grader failed", "the runner could not do this; nothing was spent");
    }
    record(exchange, answer);
    byte[] body = (Json.canonical(answer.body()) + "\n").getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            answer.status() < 400 ? "application/json" : "application/problem+json");
    answer.location().ifPresent(l -> exchange.getResponseHeaders().set("Location", l));
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Every call becomes a line of the trajectory; without the token, and without bodies. */
  private synchronized void record(HttpExchange exchange, Answer answer) throws IOException {
    ObjectNode line = Json.object().put("at", time.instant().toString()).put("kind", "call");
    line.put("method", exchange.getRequestMethod());
    line.put("route", exchange.getRequestURI().getPath().replace("/" + token, ""));
    line.put("status", answer.status());
    Files.writeString(
        trajectory,
        Json.canonical(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The route without the token; the token is checked in constant time. */
  private String authorised(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    String given = bearer == null ? "" : bearer.replaceFirst("^Bearer ", "");
    if (given.isEmpty() && path.startsWith("/")) {
      int slash = path.indexOf('/', 1);
      given = slash < 0 ? path.substring(1) : path.substring(1, slash);
      path = slash < 0 ? "/" : path.substring(slash);
    }
    if (!MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
      throw new Problem(401, "Unauthorized", "the token is missing or not this attempt's");
    }
    return path;
  }

  private static String body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      throw new Problem(413, "Too large", "a body has at most 64 KB");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
