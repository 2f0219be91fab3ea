package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.autorl.records.Json;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.submission.Receipt;
import org.autorl.runner.submission.SubmissionDesk;

/**
 * What each route does and answers.
 *
 * @param threads for what goes on behind an answer
 */
record Routes(SubmissionDesk desk, AttemptClock clock, Task task, Executor threads) {
  /** The body of a call; read only by the routes that take one. */
  interface Body {
    String read() throws IOException;
  }

  /**
   * Does what a call asks.
   *
   * @param path without the token
   * @throws Problem if it cannot be done
   */
  Answer answer(String method, String path, Body body) throws IOException {
    Map<String, String> routes =
        Map.of("/submit", "POST", "/time", "GET", "/budget", "GET", "/health", "GET");
    if (routes.containsKey(path) && !method.equals(routes.get(path))) {
      throw new Problem(405, "Method not allowed", path + " takes " + routes.get(path));
    }
    return switch (path) {
      case "/submit" -> Answer.ok(full(desk.submit(policyPath(body))));
      case "/time" -> Answer.ok(time());
      case "/budget" -> Answer.ok(budget());
      case "/health" -> Answer.ok(Json.object().put("status", "ok").put("task", task.id()));
      case "/submissions" -> method.equals("POST") ? later(policyPath(body)) : Answer.ok(all());
      default -> submission(path, method);
    };
  }

  private static String policyPath(Body body) throws IOException {
    ObjectNode request;
    try {
      request = Json.readObject(body.read());
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
}
