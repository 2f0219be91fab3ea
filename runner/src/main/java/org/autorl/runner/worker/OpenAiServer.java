package org.autorl.runner.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.autorl.records.Decoding;
import org.autorl.records.Json;

/**
 * A server with the routes {@code GET /v1/models} and {@code POST /v1/completions} of OpenAI's API
 * (https://platform.openai.com/docs/api-reference/completions), as vLLM and SGLang offer them.
 */
public final class OpenAiServer {
  /** Says no for now: what a later try may not meet again. */
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

  private static final int CONVERSATIONS = 16;
  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int LONGEST_ANSWER = 64 << 20;
  private static final int QUOTED = 300;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final String base;
  private final Manners manners;

  /**
   * How to talk to a server.
   *
   * @param patience for its start, and for each answer
   * @param key sent as a bearer token
   */
  public record Manners(Duration patience, Optional<String> key, Pause pause) {}

  /** Lets time pass. */
  public interface Pause {
    /** Comes back after that time. */
    void of(Duration time) throws InterruptedException;
  }

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

  private record Answer(int status, String body) {}

  /**
   * A client of the server.
   *
   * @param url with or without {@code /v1} at its end
   */
  public OpenAiServer(URI url, Manners manners) {
    String text = url.toString().replaceAll("/+$", "");
    this.base = text.endsWith("/v1") ? text : text + "/v1";
    this.manners = manners;
  }

  /** What it serves, at least one, as soon as it answers. */
  List<Model> awaitModels(Ended ended) {
    long glances = Math.max(1, manners.patience().dividedBy(FIRST_PAUSE));
    for (long i = 0; i < glances; i++) {
      ended.why().ifPresent(OpenAiServer::fail);
      try {
        Answer answer = send(HttpRequest.newBuilder(URI.create(base + "/models")).GET());
        if (answer.status() == 200) {
          return models(answer);
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      pause(FIRST_PAUSE);
    }
    ended.why().ifPresent(OpenAiServer::fail);
    throw new WorkerFailed(
        "the server did not answer /v1/models within " + manners.patience().toSeconds() + " s");
  }

  /** What it serves, at least one. */
  List<Model> models() {
    return models(
        insist(HttpRequest.newBuilder(URI.create(base + "/models")).GET(), Optional::empty));
  }

  private static List<Model> models(Answer answer) {
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

  private Answer post(String path, ObjectNode request, Ended ended) {
    return insist(
        HttpRequest.newBuilder(URI.create(base + path))
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

  /** Asks again, each time after twice the pause, while another try may help. */
  private Answer insist(HttpRequest.Builder request, Ended ended) {
    String last = "";
    Duration wait = FIRST_PAUSE;
    for (int i = 0; i < TRIES; i++) {
      if (i > 0) {
        pause(wait);
        wait = wait.multipliedBy(2);
      }
      ended.why().ifPresent(OpenAiServer::fail);
      try {
        Answer answer = send(request);
        if (answer.status() == 200) {
          return answer;
        }
        last = "the server said %d: %s".formatted(answer.status(), quoted(answer.body()));
        if (!PASSING.contains(answer.status())) {
          throw new WorkerFailed(last);
        }
      } catch (IOException e) {
        last = "the server at %s cannot be reached: %s".formatted(base, e.getMessage());
      }
    }
    ended.why().ifPresent(OpenAiServer::fail);
    throw new WorkerFailed("%s (%d tries)".formatted(last, TRIES));
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    manners.key().ifPresent(key -> request.setHeader("Authorization", "Bearer " + key));
    // The body has to come in time as well, which a request's own timeout does not ask.
    Future<Answer> answer =
        client
            .sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(r -> new Answer(r.statusCode(), text(r.body())));
    try {
      return answer.get(manners.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new WorkerFailed(
          "the server gave no answer within " + manners.patience().toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerFailed("grading was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkerFailed failed) {
        throw failed;
      }
      throw new IOException(String.valueOf(e.getCause()));
    }
  }

  private static String text(InputStream body) {
    try (body) {
      byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
      if (bytes.length > LONGEST_ANSWER) {
        throw new WorkerFailed("the server's answer is longer than 64 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode parsed(Answer answer) {
    try {
      return Json.readObject(answer.body());
    } catch (IllegalArgumentException e) {
      throw new WorkerFailed("the server's answer is no JSON object: " + quoted(answer.body()));
    }
  }

  private static String quoted(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "...";
  }

  private void pause(Duration time) {
    try {
      manners.pause().of(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerFailed("grading was interrupted");
    }
  }

  private static void fail(WorkerFailed failed) {
    throw failed;
  }
}
