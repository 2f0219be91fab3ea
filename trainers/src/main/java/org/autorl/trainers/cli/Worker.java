package org.autorl.trainers.cli;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.autorl.records.Json;
import org.autorl.trainers.policy.BpeTrainer;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Sampler;
import org.autorl.trainers.policy.Tokenizer;

/**
 * Completes prompts for a grader: a JSON object a line on standard input, one on standard output.
 *
 * <p>Request: {@code id, prompts, maxTokens, maxContext, stop, temperature, topP, topK, seed}.
 * Answer: {@code id} and {@code completions} with {@code text, tokens, finish}, or {@code error}.
 * The first line out says {@code ready}. Equal requests get equal answers, whatever else is in the
 * batch.
 */
final class Worker {
  private static final int BATCH = 100;

  /** Templates that tell the date always tell this one, or a score could not be made again. */
  private static final InstantSource TODAY =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  private final Path folder;

  Worker(Path folder) {
    this.folder = folder;
  }

  void serve(InputStream in, PrintStream out) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try (NDManager manager = NDManager.newBaseManager();
        Policy policy = Policy.load(folder, manager);
        Conversation conversation = new Conversation(policy)) {
      say(out, Json.object().put("ready", true).put("parameters", policy.parameters()));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        say(out, answer(policy, conversation, line));
      }
    }
  }

  /** Loads the natives, so that their files are unpacked. */
  static void warmUp() throws IOException {
    try (NDManager manager = NDManager.newBaseManager();
        Tokenizer tokenizer = Tokenizer.of(BpeTrainer.train(Stream.of("a"), 300))) {
      manager.zeros(new ai.djl.ndarray.types.Shape(1));
      tokenizer.encode("a");
    }
  }

  private static void say(PrintStream out, ObjectNode message) {
    out.println(Json.canonical(message));
    out.flush();
  }

  private static ObjectNode answer(Policy policy, Conversation conversation, String line) {
    ObjectNode answer = Json.object();
    try {
      ObjectNode request = Json.readObject(line);
      answer.set("id", request.path("id"));
      ArrayNode completions = answer.putArray("completions");
      List<String> prompts = new ArrayList<>();
      for (JsonNode prompt : request.path("prompts")) {
        prompts.add(prompt.isArray() ? conversation(policy, (ArrayNode) prompt) : prompt.asText());
      }
      Sampler.Settings settings = settings(request);
      int positions = policy.config().positions();
      int context = Math.min(positions, request.path("maxContext").asInt(positions));
      SplittableRandom random = new SplittableRandom(request.path("seed").asLong(0));
      for (int from = 0; from < prompts.size(); from += BATCH) {
        List<String> part = prompts.subList(from, Math.min(prompts.size(), from + BATCH));
        conversation
            .complete(part, context, settings, random)
            .forEach(
                completion ->
                    completions
                        .addObject()
                        .put("text", completion.text())
                        .put("tokens", completion.tokens().length)
                        .put("finish", completion.finish()));
      }
      return answer;
    } catch (IllegalArgumentException e) {
      JsonNode id = answer.path("id");
      ObjectNode refusal = Json.object();
      refusal.set("id", id);
      return refusal.put("error", e.getMessage());
    }
  }

  private static Sampler.Settings settings(ObjectNode request) {
    List<String> stop = new ArrayList<>();
    request.path("stop").forEach(text -> stop.add(text.asText()));
    return new Sampler.Settings(
        request.path("maxTokens").asInt(64),
        request.path("temperature").asDouble(0),
        request.path("topK").asInt(0),
        request.path("topP").asDouble(1),
        stop);
  }

  private static String conversation(Policy policy, ArrayNode messages) {
    return policy
        .chatTemplate()
        .orElseThrow(() -> new IllegalArgumentException("the policy has no chat template"))
        .render(messages, true, Json.object(), TODAY);
  }
}
