package org.autorl.runner.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.autorl.records.Decoding;
import org.autorl.records.Json;

/** A process that speaks JSON lines, as docs/reference/worker-protocol.md has it. */
final class PolicyWorker implements Worker {
  private static final int LONGEST_LINE = 64 << 20;
  private static final int QUOTED = 120;

  private final WorkerProcess process;
  private final Duration patience;
  private final BufferedReader out;
  private final BufferedWriter in;

  /** Reading and writing both block for as long as the other side likes. */
  private final ExecutorService talk;

  private String engine = "";
  private int requests;

  private PolicyWorker(WorkerProcess process, Duration patience) {
    this.process = process;
    this.patience = patience;
    this.out = new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
    this.in = new BufferedWriter(new OutputStreamWriter(process.input(), StandardCharsets.UTF_8));
    this.talk =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "worker-talk");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Waits until the process has loaded its policy; closes it if it does not. */
  static PolicyWorker on(WorkerProcess process, String name, Duration patience) {
    PolicyWorker worker = new PolicyWorker(process, patience);
    try {
      ObjectNode ready =
          parsed(worker.exchange(Optional.empty()).orElseThrow(process::endedLoading));
      if (!ready.path("ready").asBoolean(false)) {
        throw new WorkerFailed("the worker's first line does not say that it is ready");
      }
      worker.engine = ready.path("engine").asText(name);
      return worker;
    } catch (RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  public List<String> complete(List<Prompt> prompts, Decoding decoding, long seed) {
    ObjectNode request = request(prompts, decoding, seed);
    ObjectNode answer =
        parsed(exchange(Optional.of(Json.canonical(request))).orElseThrow(process::ended));
    if (!answer.path("id").equals(request.get("id"))) {
      throw new WorkerFailed(
          "the worker answered request %s with id %s"
              .formatted(request.get("id"), shown(answer.path("id"))));
    }
    if (answer.has("error")) {
      throw new WorkerFailed("the worker refused a request: " + answer.get("error").asText());
    }
    List<String> completions = new ArrayList<>();
    for (JsonNode completion : answer.path("completions")) {
      if (!completion.path("text").isTextual()) {
        throw new WorkerFailed(
            "the worker's completion %d has no text".formatted(completions.size() + 1));
      }
      completions.add(completion.get("text").asText());
    }
    if (completions.size() != prompts.size()) {
      throw new WorkerFailed(
          "the worker gave " + completions.size() + " answers to " + prompts.size() + " prompts");
    }
    return completions;
  }

  private ObjectNode request(List<Prompt> prompts, Decoding decoding, long seed) {
    ObjectNode request = Json.object().put("id", ++requests).put("maxTokens", decoding.maxTokens());
    prompts.forEach(prompt -> request.withArray("prompts").add(prompt.json()));
    request.putArray("stop");
    decoding.stop().forEach(request.withArray("stop")::add);
    request.put("temperature", decoding.temperature()).put("seed", seed);
    if (decoding.topP() < 1) {
      request.put("topP", decoding.topP());
    }
    decoding.topK().ifPresent(k -> request.put("topK", k));
    decoding.maxContext().ifPresent(tokens -> request.put("maxContext", tokens));
    return request;
  }

  /** Says a line, if there is one to say, and hears one; empty if the process has ended. */
  private Optional<String> exchange(Optional<String> said) {
    Future<Optional<String>> heard =
        talk.submit(() -> said.map(this::say).orElse(true) ? hear() : Optional.empty());
    try {
      return heard.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new WorkerFailed("the worker gave no answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerFailed("grading was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkerFailed failed) {
        throw failed;
      }
      throw new WorkerFailed("the worker's answer cannot be read: " + e.getCause());
    }
  }

  private boolean say(String line) {
    try {
      in.write(line + "\n");
      in.flush();
      return true;
    } catch (IOException e) {
      // Nobody reads any more: the process has ended, or is about to.
      return false;
    }
  }

  private Optional<String> hear() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = out.read(); c != '\n'; c = out.read()) {
      if (c < 0) {
        return Optional.empty();
      }
      if (line.length() == LONGEST_LINE) {
        throw new WorkerFailed("the worker's answer is longer than 64 MiB");
      }
      line.append((char) c);
    }
    return Optional.of(line.toString());
  }

  private static ObjectNode parsed(String line) {
    try {
      return Json.readObject(line);
    } catch (IllegalArgumentException e) {
      String start = line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "...";
      throw new WorkerFailed("the worker's answer is no JSON object: " + start);
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "(none)" : node.toString();
  }

  @Override
  public void close() {
    process.close();
    talk.shutdownNow();
  }
}
