package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.autorl.records.Json;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.submission.Receipt;
import org.autorl.runner.submission.SubmissionDesk;

/** The grading API of one attempt, on loopback; docs/reference/grading-api.md says its routes. */
public final class GradingServer implements AutoCloseable {
  private static final int BODY_LIMIT = 64 << 10;
  private static final int THREADS = 8;

  private final SubmissionDesk desk;
  private final AttemptClock clock;
  private final Task task;
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
    this.desk = desk;
    this.clock = clock;
    this.task = task;
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

  private record Answer(int status, ObjectNode body, Optional<String> location) {
    static Answer ok(ObjectNode body) {
      return new Answer(200, body, Optional.empty());
    }
  }

  /** What is answered instead of a result. */
  private static final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String title;

    Problem(int status, String title, String detail) {
      super(detail);
      this.status = status;
      this.title = title;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer answer;
    try {
      answer = route(exchange);
    } catch (Problem e) {
      answer = problem(e.status, e.title, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      answer = problem(400, "Bad request", String.valueOf(e.getMessage()));
    } catch (SubmissionDesk.DeskClosed e) {
      answer = problem(e.isSpent() ? 429 : 409, "Closed", String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // The agent learns that it was us, the operator finds the cause in the attempt's end.
      answer = problem(503, "Grader failed", "the runner could not do this; nothing was spent");
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

  private static Answer problem(int status, String title, String detail) {
    ObjectNode body = Json.object().put("status", status).put("title", title);
    return new Answer(status, body.put("detail", detail), Optional.empty());
  }

  private Answer route(HttpExchange exchange) throws IOException {
    String path = authorised(exchange);
    String method = exchange.getRequestMethod();
    Map<String, String> routes =
        Map.of("/submit", "POST", "/time", "GET", "/budget", "GET", "/health", "GET");
    if (routes.containsKey(path) && !method.equals(routes.get(path))) {
      throw new Problem(405, "Method not allowed", path + " takes " + routes.get(path));
    }
    return switch (path) {
      case "/submit" -> Answer.ok(full(desk.submit(policyPath(exchange))));
      case "/time" -> Answer.ok(time());
      case "/budget" -> Answer.ok(budget());
      case "/health" -> Answer.ok(Json.object().put("status", "ok").put("task", task.id()));
      case "/submissions" -> method.equals("POST") ? later(policyPath(exchange)) : Answer.ok(all());
      default -> submission(path, method);
    };
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

  private static String policyPath(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
    if (body.length > BODY_LIMIT) {
      throw new Problem(413, "Too large", "a body has at most 64 KB");
    }
    ObjectNode request;
    try {
      request = Json.readObject(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new Problem(400, "Bad request", "the body is no JSON object");
    }
    if (!request.path("model_path").isTextual()) {
      throw new Problem(400, "Bad request", "`model_path` is missing or no text");
    }
    return request.get("model_path").asText();
  }

  private Answer later(String path) {
    int next = desk.receipts().size() + 1;
    threads.execute(
        () -> {
          try {
            desk.submit(path);
          } catch (IOException | RuntimeException e) {
            // Nobody waits for this answer; what was taken is in the ledger.
          }
        });
    ObjectNode body = Json.object().put("submission_id", next).put("status", "queued");
    return new Answer(202, body, Optional.of("/submissions/" + next));
  }

  private Answer submission(String path, String method) throws IOException {
    String[] parts = path.split("/");
    if (parts.length < 3
        || parts.length > 4
        || !parts[1].equals("submissions")
        || !parts[2].matches("\\d{1,6}")) {
      throw new Problem(404, "Not found", "there is no route " + path);
    }
    int number = Integer.parseInt(parts[2]);
    Receipt receipt =
        desk.receipt(number)
            .orElseThrow(() -> new Problem(404, "Not found", "there is no submission " + number));
    if (parts.length == 3) {
      return Answer.ok(entry(receipt));
    }
    if (!parts[3].equals("choose") || !method.equals("POST")) {
      throw new Problem(404, "Not found", "there is no route " + path);
    }
    return Answer.ok(entry(desk.choose(number)).put("chosen", true));
  }

  private ObjectNode full(Receipt receipt) {
    if (receipt.verdict().orElse(null) instanceof Verdict.GraderFailed) {
      throw new Problem(503, "Grader failed", "the grader failed; nothing was spent, try again");
    }
    ObjectNode body = entry(receipt);
    desk.best().ifPresent(best -> body.set("best", entry(best)));
    return body.put("total_submissions", desk.receipts().size());
  }

  private static ObjectNode entry(Receipt receipt) {
    ObjectNode entry = Json.object();
    entry.put("submission_id", receipt.submission().number());
    entry.put("timestamp", receipt.submission().at().toString());
    entry.put("model_path", receipt.submission().path());
    entry.put("elapsed_seconds", receipt.submission().elapsedSeconds());
    Optional<Score> score = receipt.score();
    score.ifPresent(s -> entry.put("score", round(s.value())));
    receipt.baseline().ifPresent(b -> entry.put("baseline_score", round(b.value())));
    if (score.isPresent() && receipt.baseline().isPresent()) {
      entry.put("improvement", round(score.get().improvementOver(receipt.baseline().get())));
    }
    if (receipt.verdict().orElse(null) instanceof Verdict.Rejected rejected) {
      entry.put("error", rejected.reason());
    }
    return entry;
  }

  private static double round(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  private ObjectNode all() {
    ObjectNode body = Json.object();
    ArrayNode list = body.putArray("submissions");
    desk.receipts().forEach(receipt -> list.add(entry(receipt)));
    return body;
  }

  private ObjectNode time() {
    return Json.object()
        .put("elapsed", clock.charged().toMillis() / 1000.0)
        .put("remaining", clock.remaining().toMillis() / 1000.0)
        .put("limit", task.budget().wallClock().toMillis() / 1000.0);
  }

  private ObjectNode budget() {
    ObjectNode body = Json.object();
    body.set(
        "agent",
        Json.object()
            .put("spent", clock.charged().toMillis() / 1000.0)
            .put("limit", task.budget().wallClock().toSeconds())
            .put("unit", "s"));
    body.set(
        "submissions",
        Json.object()
            .put("spent", desk.receipts().size())
            .put("limit", task.budget().submissions())
            .put("unit", "submissions"));
    return body;
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
