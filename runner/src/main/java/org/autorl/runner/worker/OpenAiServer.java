package org.autorl.runner.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.autorl.records.Decoding;
import org.autorl.records.Json;
import org.autorl.runner.http.PatientClient;
import org.autorl.runner.http.ServerFailed;

/**
 * A server with the routes {@code GET /v1/models} and {@code POST /v1/completions} of OpenAI's API
 * (https://platform.openai.com/docs/api-reference/completions), as vLLM and SGLang offer them.
 */
public final class OpenAiServer {
  private static final Duration GLANCE = Duration.ofMillis(500);

  private static final int CONVERSATIONS = 16;

  private final PatientClient client;
  private final Duration patience;

  /**
   * How to talk to a server.
   *
   * @param patience for its start, and for each answer
   * @param key sent as a bearer token
   */
  public record Manners(Duration patience, Optional<String> key, PatientClient.Pause pause) {}

  /** Why nothing is to be expected of the server any more; empty while it runs. */
  interface Ended {
    Optional<WorkerFailed> why();
  }

  /**
   * A model that it serves.
   *
   * @param root where the server has it from, if it tells
   */
  record Model(String id, Optional<String> root) {}

  /**
   * A client of the server.
   *
   * @param url with or without {@code /v1} at its end
   */
  public OpenAiServer(URI url, Manners manners) {
    this.client =
        new PatientClient(
            url, manners.patience(), PatientClient.Silence.FAILS, manners.key(), manners.pause());
    this.patience = manners.patience();
  }

  /** What it serves, at least one, as soon as it answers. */
  List<Model> awaitModels(Ended ended) {
    long glances = Math.max(1, patience.dividedBy(GLANCE));
    try {
      for (long i = 0; i < glances; i++) {
        check(ended);
        try {
          PatientClient.Answer answer = client.once(client.request("/models").GET());
          if (answer.status() == 200) {
            return models(answer);
          }
        } catch (IOException e) {
          // It does not listen yet.
        }
        client.pause(GLANCE);
      }
    } catch (ServerFailed e) {
      throw new WorkerFailed(String.valueOf(e.getMessage()));
    }
    check(ended);
    throw new WorkerFailed(
        "the server did not answer /v1/models within " + patience.toSeconds() + " s");
  }

  /** What it serves, at least one. */
  List<Model> models() {
    return models(insist(client.request("/models").GET(), Optional::empty));
  }

  private static List<Model> models(PatientClient.Answer answer) {
    List<Model> models = new ArrayList<>();
    for (JsonNode model : parsed(answer).path("data")) {
      if (model.path("id").isTextual()) {
        Optional<String> root =
            Optional.of(model.path("root")).filter(JsonNode::isTextual).map(JsonNode::asText);
        models.add(new Model(model.get("id").asText(), root));
      }
    }
    if (models.isEmpty()) {
      throw new WorkerFailed("the server serves no model");
    }
    return models;
  }

  /** What completions are asked of, and how they are made. */
  record Asked(String model, Decoding decoding, long seed) {
    /** The fields that texts and conversations share. */
    private ObjectNode request() {
      ObjectNode request = Json.object().put("model", model);
      request.put("max_tokens", decoding.maxTokens()).put("temperature", decoding.temperature());
      request.put("top_p", decoding.topP()).put("n", 1).put("seed", seed).put("stream", false);
      // Not of OpenAI's own server: said only where a task asks for it.
      decoding.topK().ifPresent(k -> request.put("top_k", k));
      decoding
          .maxContext()
          .ifPresent(
              tokens -> request.put("truncate_prompt_tokens", tokens - decoding.maxTokens()));
      if (!decoding.stop().isEmpty()) {
        decoding.stop().forEach(request.withArray("stop")::add);
      }
      return request;
    }
  }

  /** One completion for each prompt, in order: texts in one request, conversations one by one. */
  List<String> complete(Asked asked, List<Prompt> prompts, Ended ended) {
    if (prompts.stream().allMatch(Prompt.Text.class::isInstance)) {
      ObjectNode request = asked.request();
      prompts.forEach(prompt -> request.withArray("prompt").add(prompt.json()));
      JsonNode choices = parsed(post("/completions", request, ended)).path("choices");
      return texts(choices, prompts.size());
    }
    // Several at a time, or a server that batches is left idle.
    ExecutorService talk = Executors.newFixedThreadPool(CONVERSATIONS);
    try {
      List<Future<String>> answers =
          prompts.stream().map(prompt -> talk.submit(() -> answer(asked, prompt, ended))).toList();
      List<String> texts = new ArrayList<>();
      for (Future<String> answer : answers) {
        texts.add(answer.get());
      }
      return texts;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerFailed("grading was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkerFailed failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      talk.shutdownNow();
    }
  }

  private String answer(Asked asked, Prompt prompt, Ended ended) {
    ObjectNode request = asked.request();
    request.set("messages", prompt.json());
    JsonNode content =
        parsed(post("/chat/completions", request, ended)).at("/choices/0/message/content");
    if (!content.isTextual()) {
      throw new WorkerFailed("the server's answer to a conversation has no text");
    }
    return content.asText();
  }

  private PatientClient.Answer post(String path, ObjectNode request, Ended ended) {
    return insist(
        client
            .request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.canonical(request))),
        ended);
  }

  private static List<String> texts(JsonNode choices, int prompts) {
    TreeMap<Integer, String> texts = new TreeMap<>();
    for (JsonNode choice : choices) {
      int index = choice.path("index").asInt(-1);
      if (index < 0 || index >= prompts || !choice.path("text").isTextual()) {
        throw new WorkerFailed("the server's choice %d is for no prompt".formatted(index));
      }
      texts.put(index, choice.get("text").asText());
    }
    if (texts.size() != prompts || choices.size() != prompts) {
      throw new WorkerFailed(
          "the server gave %d answers to %d prompts".formatted(choices.size(), prompts));
    }
    return List.copyOf(texts.values());
  }

  private PatientClient.Answer insist(HttpRequest.Builder request, Ended ended) {
    try {
      PatientClient.Answer answer = client.insist(request, () -> check(ended));
      if (answer.status() != 200) {
        throw new WorkerFailed(
            "the server said %d: %s".formatted(answer.status(), answer.quoted()));
      }
      return answer;
    } catch (ServerFailed e) {
      throw new WorkerFailed(String.valueOf(e.getMessage()));
    }
  }

  private static void check(Ended ended) {
    Optional<WorkerFailed> why = ended.why();
    if (why.isPresent()) {
      throw why.get();
    }
  }

  private static ObjectNode parsed(PatientClient.Answer answer) {
    try {
      return Json.readObject(answer.body());
    } catch (IllegalArgumentException e) {
      throw new WorkerFailed("the server's answer is no JSON object: " + answer.quoted());
    }
  }
}
