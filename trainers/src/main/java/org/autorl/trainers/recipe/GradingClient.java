package org.autorl.trainers.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.autorl.records.Json;

/** Speaks to the grading API at {@code GRADING_SERVER_URL}. */
public final class GradingClient {
  /**
   * What a submission gave.
   *
   * @param score on the practice split, 0..100; absent if it was refused
   */
  public record Receipt(
      int number, Optional<Double> score, Optional<Double> baseline, String error) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;

  /** A client of the API at this address. */
  public GradingClient(String base) {
    this.base = base;
  }

  /** Hands a policy in and waits for its grade. */
  public Receipt submit(String policyPath) throws IOException, InterruptedException {
    ObjectNode answer = post("/submit", Json.object().put("model_path", policyPath));
    return new Receipt(
        answer.path("submission_id").asInt(),
        number(answer, "score"),
        number(answer, "baseline_score"),
        answer.path("error").asText(answer.path("detail").asText("")));
  }

  /** Makes a submission the final one. */
  public void choose(int submission) throws IOException, InterruptedException {
    post("/submissions/" + submission + "/choose", Json.object());
  }

  /** Charged seconds that are left. */
  public double remaining() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/time")).build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return Json.readObject(body).path("remaining").asDouble();
  }

  private ObjectNode post(String route, ObjectNode body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + route))
            .timeout(Duration.ofMinutes(10))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.canonical(body)))
            .build();
    return Json.readObject(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static Optional<Double> number(ObjectNode answer, String field) {
    return answer.path(field).isNumber()
        ? Optional.of(answer.get(field).asDouble())
        : Optional.empty();
  }
}
